import { readdir } from 'node:fs/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  Param,
  Query,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { delay, PLATFORMS, spanNames, TestApp, until } from './support/test-app.js';
import { PerformanceMonitorConfigError, Profile, SkipMonitoring, SlowThreshold } from '../../lib/index.js';

const SLOW_MS = 80;

@Injectable()
class Steps {
  async step(): Promise<string> {
    await delay(SLOW_MS);
    return 'done';
  }

  @SkipMonitoring()
  async hidden(): Promise<string> {
    return this.step();
  }

  @Profile()
  async job(): Promise<string> {
    return this.step();
  }
}

@SkipMonitoring()
@Injectable()
class HiddenSteps {
  async step(): Promise<void> {
    await delay(1);
  }
}

@Injectable()
class SlowGuard implements CanActivate {
  constructor(readonly steps: Steps) {}
  async canActivate(): Promise<boolean> {
    await this.steps.step();
    return true;
  }
}

@Controller('plain')
class PlainController {
  constructor(
    readonly steps: Steps,
    readonly hidden: HiddenSteps,
  ) {}

  @Get('slow/:id')
  slow(@Param('id') _id: string): Promise<string> {
    return this.steps.step();
  }

  @Get('hidden')
  async hide(): Promise<string> {
    await this.hidden.step();
    return this.steps.hidden();
  }

  @SkipMonitoring()
  @UseGuards(SlowGuard)
  @Get('skipped')
  skipped(): Promise<string> {
    return this.steps.step();
  }

  @SlowThreshold('10s')
  @Get('patient')
  patient(): Promise<string> {
    return this.steps.step();
  }

  @SlowThreshold((context: ExecutionContext) => {
    const { query } = context.switchToHttp().getRequest<{ query: { after: string } }>();
    if (query.after === 'throw') throw new Error('no threshold today');
    return query.after;
  })
  @Get('asked')
  asked(@Query('after') _after: string): Promise<string> {
    return this.steps.step();
  }
}

@SkipMonitoring()
@SlowThreshold(10_000)
@Controller('strict')
class StrictController {
  constructor(readonly steps: Steps) {}

  @Get('by-class')
  byClass(): Promise<string> {
    return this.steps.step();
  }

  @SkipMonitoring(false)
  @SlowThreshold(SLOW_MS / 2)
  @Get('by-handler')
  byHandler(): Promise<string> {
    return this.steps.step();
  }
}

const metadata = { controllers: [PlainController, StrictController], providers: [Steps, HiddenSteps, SlowGuard] };
const threshold = SLOW_MS / 2;

describe.each(PLATFORMS)('on %s', platform => {
  let test: TestApp;
  afterEach(() => test.close());

  async function start(options: object = {}): Promise<void> {
    test = await TestApp.start(metadata, { threshold, ...options }, platform);
  }
  async function get(...paths: string[]): Promise<void> {
    for (const path of paths) expect((await fetch(`${test.url}${path}`)).status).toBe(200);
    await until(() => test.monitor.getStats().executions >= paths.length, 'the counts');
  }
  const alerted = async (): Promise<string[]> => (await test.reports()).map(({ execution }) => execution.name).sort();
  const counted = (): Record<string, number> =>
    Object.fromEntries(test.monitor.getStats().endpoints.map(({ name, count }) => [name, count]));

  it('an excluded request raises no alert, and is counted', async () => {
    await start({ exclude: ['^/plain/slow/1$', /\?secret=/i, '^http://127\\.0\\.0\\.1:\\d+/strict/by-h'] });
    await get('/plain/slow/1?x=1', '/plain/slow/2?SECRET=1', '/strict/by-handler');
    expect(await alerted()).toEqual([]);
    expect(counted()).toEqual({ 'GET /plain/slow/:id': 2, 'GET /strict/by-handler': 1 });
    expect(test.monitor.getStats().slow).toBe(3);
    await get('/plain/slow/2');
    expect(await alerted()).toEqual(['GET /plain/slow/:id']);
  });

  it('a skipped method or provider opens no spans', async () => {
    await start({ threshold: 1 });
    await get('/plain/hidden');
    const report = await test.report('GET /plain/hidden');
    // The steps of a skipped method belong to the one around it.
    expect(spanNames(report)).toEqual(['GET /plain/hidden', 'PlainController.hide', 'Steps.step']);
  });

  it('with include, only what matches is watched', async () => {
    await start({ include: ['^/plain'], exclude: ['asked'] });
    await get('/plain/slow/1', '/strict/by-handler', '/plain/asked?after=1ms');
    await test.app.get(Steps).job();
    expect(await alerted()).toEqual(['GET /plain/slow/:id']);
    expect(test.monitor.getStats().executions).toBe(4);
  });

  it('patterns are searched in the names of other executions', async () => {
    await start({ exclude: ['^Steps\\.job$'] });
    await test.app.get(Steps).job();
    expect(test.monitor.getStats().executions).toBe(1);
    expect(await alerted()).toEqual([]);
  });

  it('decorators on the handler go before those on the class, and these before the options', async () => {
    await start();
    await get('/plain/skipped', '/plain/patient', '/strict/by-class', '/strict/by-handler');
    expect(await alerted()).toEqual(['GET /strict/by-handler']);
    expect(Object.values(counted())).toEqual([1, 1, 1, 1]);
    expect((await test.report('GET /strict/by-handler')).execution.thresholdMs).toBe(SLOW_MS / 2);
  });

  it('a threshold can be a function of the request', async () => {
    await start({ threshold: '20s' });
    await get('/plain/asked?after=10s');
    expect(await alerted()).toEqual([]);
    await get('/plain/asked?after=throw', '/plain/asked?after=soon', '/plain/asked');
    expect(await alerted()).toEqual([]);
    expect(test.logger.ours().filter(line => line.startsWith('error'))).toEqual([
      expect.stringMatching(/@SlowThreshold\(\) returned no duration above 0.*no threshold today/),
    ]);
    await get('/plain/asked?after=5ms');
    expect(await alerted()).toEqual(['GET /plain/asked']);
  });

  it('exclusions and options change for the next request', async () => {
    await start();
    expect(test.monitor.addExclusion('/slow/')).toBe(true);
    await get('/plain/slow/1');
    expect(await alerted()).toEqual([]);
    expect(test.monitor.removeExclusion('/slow/')).toBe(true);
    test.monitor.updateOptions({ threshold: '10s' });
    await get('/plain/slow/1');
    expect(await alerted()).toEqual([]);
    expect(() => test.monitor.updateOptions({ threshold, recorder: { cpu: false } })).toThrow(
      PerformanceMonitorConfigError,
    );
    await get('/plain/slow/1');
    expect(await alerted()).toEqual([]);
    test.monitor.updateOptions({ threshold, logLevel: 'silent' });
    const lines = test.logger.ours().length;
    await get('/plain/slow/1');
    expect(await alerted()).toEqual(['GET /plain/slow/:id']);
    expect(test.logger.ours()).toHaveLength(lines);
    expect(test.monitor.getEffectiveOptions()['threshold']).toEqual({ value: threshold, source: 'updateOptions' });
  });

  it('what is written and kept of a request changes for the next one', async () => {
    await start();
    test.monitor.updateOptions({
      localFile: { formats: ['json', 'markdown'] },
      capture: { query: false, headers: ['x-own'] },
    });
    await fetch(`${test.url}/plain/slow/1?a=very-own-query`, { headers: { 'x-own': 'mine', 'x-other': 'not mine' } });
    const { execution } = await test.report('GET /plain/slow/:id');
    expect(execution.headers).toEqual({ 'x-own': 'mine' });
    expect(JSON.stringify(execution)).not.toContain('very-own-query');
    expect((await readdir(test.directory)).some(name => name.endsWith('.md'))).toBe(true);
  });
});

describe('decorators', () => {
  it.each([0, '0s', 'soon', -1, undefined])('@SlowThreshold(%p) is refused', given => {
    expect(() => SlowThreshold(given as number)).toThrow(/@SlowThreshold\(\): .* is not a duration above 0/);
  });
});
