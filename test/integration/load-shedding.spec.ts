import inspector from 'node:inspector';
import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { PerformanceMonitorOptions } from '../../lib/index.js';
import { spin, TestApp } from './support/test-app.js';

@Controller()
class WorkController {
  @Get('work')
  work(): string {
    return String(spin(250));
  }
}

/** What `fastify-plugin` makes of a plugin. */
function plugin(name: string) {
  const made = (_instance: unknown, _options: unknown, done: () => void): void => done();
  return Object.assign(made, { [Symbol.for('skip-override')]: true, [Symbol.for('plugin-meta')]: { name } });
}

const UNDER_PRESSURE = plugin('@fastify/under-pressure');
const LIMIT = { maxEventLoopUtilization: 0.9 };

describe('@fastify/under-pressure', () => {
  let app: TestApp;
  const begun = jest.spyOn(inspector.console, 'profile');
  const ended = jest.spyOn(inspector.console, 'profileEnd');
  afterAll(() => void jest.restoreAllMocks());
  const runner = process.env.JEST_WORKER_ID;
  afterEach(async () => {
    process.env.JEST_WORKER_ID = runner;
    await app.close();
  });

  const lines = (): string[] => app.logger.ours().filter(line => line.includes('under-pressure'));

  async function start(
    register: (app: NestFastifyApplication) => unknown,
    recorder: PerformanceMonitorOptions['recorder'],
  ) {
    // In a test run there are no samples anyway.
    delete process.env.JEST_WORKER_ID;
    app = await TestApp.start({ controllers: [WorkController] }, { recorder }, 'fastify', made => {
      void register(made as NestFastifyApplication);
    });
    // Another test file's sampler may end its last profile meanwhile.
    const last = begun.mock.lastCall?.[0];
    const isSampled = last !== undefined && !ended.mock.calls.some(([title]) => title === last);
    await fetch(`${app.url}/work`);
    const { monitor } = await app.report('GET /work');
    return { degraded: monitor.degraded, lines: lines(), isSampled };
  }

  it.each<[string, (app: NestFastifyApplication) => unknown]>([
    ['main.ts', each => each.register(UNDER_PRESSURE, LIMIT)],
    ['an import()', each => each.register(Promise.resolve({ default: UNDER_PRESSURE }) as never, LIMIT)],
  ])('registered by %s with maxEventLoopUtilization: no samples, and one line', async (_, register) => {
    const { degraded, isSampled } = await start(register, { cpu: undefined });
    expect(isSampled).toBe(false);
    expect(degraded).toEqual([expect.stringContaining('maxEventLoopUtilization')]);
    expect(lines()).toEqual([expect.stringMatching(/^warn .*recorder\.cpu: true/)]);
  });

  it('registered by a plugin, which loads it after the start: no samples from Fastify’s being ready on', async () => {
    const around = (
      instance: { register(each: unknown, options: object): unknown },
      _: unknown,
      done: () => void,
    ): void => {
      instance.register(UNDER_PRESSURE, LIMIT);
      done();
    };
    const { degraded, isSampled } = await start(each => each.register(around as never), { cpu: undefined });
    expect(begun).toHaveBeenCalled();
    expect(isSampled).toBe(false);
    expect(degraded).toEqual([expect.stringContaining('maxEventLoopUtilization')]);
    expect(lines()).toHaveLength(1);
  });

  it('with other limits, or another plugin: samples as ever', async () => {
    const found = await start(
      each => {
        void each.register(UNDER_PRESSURE, { maxEventLoopDelay: 1_000 });
        return each.register(plugin('another'), LIMIT);
      },
      { cpu: undefined },
    );
    expect(found).toEqual({ degraded: [], lines: [], isSampled: true });
  });

  it('with samples that were asked for: samples', async () => {
    expect(await start(each => each.register(UNDER_PRESSURE, LIMIT), { cpu: true })).toEqual({
      degraded: [],
      lines: [],
      isSampled: true,
    });
  });
});
