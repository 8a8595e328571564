import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, Get, Injectable } from '@nestjs/common';
import { processCpuSampler } from '../../lib/recorder/sampling/cpu-sampler.js';
import { spin, TestApp } from './support/test-app.js';
import { ownMs } from '../support/own-time.js';

@Injectable()
class Work {
  async compute(): Promise<number> {
    return spin(250);
  }
}

@Controller()
class WorkController {
  constructor(private readonly work: Work) {}
  @Get('work')
  async get(): Promise<string> {
    return `${await this.work.compute()}`;
  }
}

describe('without the CPU sampler', () => {
  let app: TestApp | undefined;
  const restore: (() => void)[] = [];
  afterEach(async () => {
    await app?.close();
    for (const each of restore.splice(0)) each();
  });

  it.each([
    [
      'the inspector is missing',
      () => {
        const acquire = jest.spyOn(processCpuSampler, 'acquire').mockImplementation(() => {
          throw new Error('no inspector');
        });
        restore.push(() => acquire.mockRestore());
      },
    ],
    [
      'Node profiles the process by itself',
      () => {
        process.execArgv.push('--cpu-prof');
        restore.push(() => void process.execArgv.pop());
      },
    ],
    [
      'Node measures coverage',
      () => {
        process.env.NODE_V8_COVERAGE = 'coverage';
        restore.push(() => void delete process.env.NODE_V8_COVERAGE);
      },
    ],
  ])('(%s) spans and times are told, and what is missing: in the report, and once in the log', async (_, plant) => {
    plant();
    app = await TestApp.start({ controllers: [WorkController], providers: [Work] });
    app.monitor.disable();
    app.monitor.enable();
    await app.warm();
    await fetch(`${app.url}/work`);
    const { verdict, accounting, timeline, monitor } = await app.report('GET /work');
    expect(verdict).toMatchObject({ kind: 'cpu', subject: 'Work.compute' });
    expect(verdict).not.toHaveProperty('location');
    expect(ownMs(accounting)).toBeGreaterThan(200);
    expect(timeline.spans.map(({ name }) => name)).toContain('Work.compute');
    expect(monitor).toMatchObject({ samples: 0, samplingIntervalMs: 0 });
    expect(monitor.degraded).toEqual([expect.stringContaining('No CPU samples')]);
    const lines = app.logger.ours().filter(line => line.includes('CPU sampling'));
    expect(lines).toEqual([expect.stringMatching(/^warn .*CPU sampling is not possible/)]);
  });

  it('takes samples again once it is enabled where they can be taken', async () => {
    process.execArgv.push('--cpu-prof');
    restore.push(() => void (process.execArgv.includes('--cpu-prof') && process.execArgv.pop()));
    app = await TestApp.start({ controllers: [WorkController], providers: [Work] });
    app.monitor.disable();
    process.execArgv.pop();
    app.monitor.enable();
    await fetch(`${app.url}/work`);
    const { monitor, verdict } = await app.report('GET /work');
    expect(monitor.degraded).toEqual([]);
    expect(monitor.samples).toBeGreaterThan(0);
    expect(verdict).toHaveProperty('location');
  });

  it('takes none in a test run unless it is asked to, and says so in the report only', async () => {
    app = await TestApp.start({ controllers: [WorkController], providers: [Work] }, { recorder: { cpu: undefined } });
    await app.warm();
    await fetch(`${app.url}/work`);
    const { monitor, verdict } = await app.report('GET /work');
    expect(verdict).toMatchObject({ kind: 'cpu', subject: 'Work.compute' });
    expect(monitor).toMatchObject({ samples: 0, samplingIntervalMs: 0 });
    expect(monitor.degraded).toEqual([expect.stringMatching(/test run \(Jest\) unless recorder\.cpu is set to true/)]);
    expect(app.logger.ours().filter(line => line.includes('CPU'))).toEqual([]);
  });
});
