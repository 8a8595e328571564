import { Controller, Get, Injectable } from '@nestjs/common';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  AlertNotifier,
  type Notifier,
  type PerformanceMonitorOptions,
  PerformanceMonitorHealthIndicator,
  PerformanceMonitorService,
} from '../../lib/index.js';
import { TestApp, until } from './support/test-app.js';

const LIMIT = 0.01;

@Controller()
class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly performance: PerformanceMonitorHealthIndicator,
  ) {}

  @Get('ready')
  @HealthCheck()
  ready() {
    return this.health.check([() => this.performance.isHealthy('performance')]);
  }

  @Get('limited')
  @HealthCheck()
  limited() {
    return this.health.check([() => this.performance.isHealthy('performance', { eventLoopUtilization: LIMIT })]);
  }

  @Get('busy')
  busy(): number {
    let turns = 0;
    for (const end = Date.now() + 500; Date.now() < end;) turns += 1;
    return turns;
  }
}

@AlertNotifier()
@Injectable()
class BrokenNotifier implements Notifier {
  readonly name = 'broken';

  async notify(): Promise<void> {
    throw new Error('refused');
  }
}

describe('the health indicator', () => {
  let app: TestApp;
  afterEach(() => app.close());
  const start = async (options: PerformanceMonitorOptions = {}) => {
    const providers = [BrokenNotifier];
    app = await TestApp.start({ imports: [TerminusModule], controllers: [HealthController], providers }, options);
  };
  const check = async (path: string) => {
    const response = await fetch(`${app.url}${path}`);
    const { details } = (await response.json()) as { details: { performance: Record<string, unknown> } };
    return { ...details.performance, code: response.status };
  };

  it("is up without a limit, with the monitor's state", async () => {
    await start();
    await fetch(`${app.url}/busy`);
    expect(await check('/ready')).toEqual({
      code: 200,
      status: 'up',
      enabled: true,
      eventLoopUtilization: expect.any(Number),
      recordingLevel: 'full',
      pausedNotifiers: [],
    });
  });

  it('is down while the event loop is busier than the limit', async () => {
    await start();
    await fetch(`${app.url}/busy`);
    await until(async () => (await check('/limited')).code === 503, 'the health check that fails');
    const result = await check('/limited');
    expect(result).toMatchObject({
      status: 'down',
      message: expect.stringMatching(/^the event loop was busy for \d+ %, more than 1 %$/),
    });
    expect((await check('/ready')).code).toBe(200);
  });

  it('has the names of paused notifiers, and is up', async () => {
    await start({ alertWindow: 1, localFile: false });
    const monitor = app.app.get(PerformanceMonitorService);
    await until(async () => {
      await fetch(`${app.url}/busy`);
      await monitor.flush('10s');
      return ((await check('/ready')) as { pausedNotifiers?: unknown[] }).pausedNotifiers?.length === 1;
    }, 'the pause');
    expect(await check('/ready')).toMatchObject({ code: 200, pausedNotifiers: ['broken'] });
  });

  it('has the figure where the monitor is off, too', async () => {
    await start({ enabled: false });
    await fetch(`${app.url}/busy`);
    expect(await check('/ready')).toMatchObject({ code: 200, enabled: false });
    expect(await check('/limited')).toMatchObject({ code: 503, enabled: false });
  });

  it.each([95, -1, Number.NaN, '0.9'])('refuses the limit %p', async eventLoopUtilization => {
    await start();
    const indicator = app.app.get(PerformanceMonitorHealthIndicator);
    const limits = { eventLoopUtilization: eventLoopUtilization as number };
    expect(() => indicator.isHealthy('performance', limits)).toThrow(
      `isHealthy(): eventLoopUtilization ${eventLoopUtilization} is not a share; give a number from 0 to 1`,
    );
  });
});
