import { performance as realPerformance } from 'node:perf_hooks';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, Get, Injectable } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { TestApp } from './support/test-app.js';
import { ownMs } from '../support/own-time.js';

@Injectable()
class Work {
  async compute(): Promise<number> {
    const end = realPerformance.now() + 250;
    let turns = 0;
    while (realPerformance.now() < end) for (let i = 0; i < 10_000; i += 1) turns += 1;
    return turns;
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

const METADATA = { controllers: [WorkController], providers: [Work] };
/** Node's HTTP client and server run on these. */
const NEEDED_BY_HTTP = ['nextTick', 'setImmediate', 'queueMicrotask'] as const;

describe('under the fake timers of a test suite', () => {
  let app: TestApp | undefined;
  afterEach(async () => {
    jest.useRealTimers();
    await app?.close();
  });

  it('no timer of the monitor is among the fakes, so that running all of them ends', async () => {
    jest.useFakeTimers({ doNotFake: [...NEEDED_BY_HTTP] });
    app = await TestApp.start({ ...METADATA, imports: [ScheduleModule.forRoot()] }, { digest: 'daily' });
    expect((await fetch(`${app.url}/work`)).status).toBe(200);
    jest.runOnlyPendingTimers();
    jest.runAllTimers();
    jest.advanceTimersByTime(86_400_000);
    await app.app.close();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('an application that was started before goes on, and closes', async () => {
    app = await TestApp.start(METADATA);
    jest.useFakeTimers();
    const count = jest.getTimerCount();
    jest.runAllTimers();
    expect(count).toBe(0);
    await app.app.close();
  });

  it('reports have the real date, and a fake one ends no window', async () => {
    const before = Date.now();
    jest.useFakeTimers({ doNotFake: [...NEEDED_BY_HTTP], now: 0 });
    app = await TestApp.start(METADATA);
    for (const year of ['1970', '2100']) {
      jest.setSystemTime(new Date(year));
      await fetch(`${app.url}/work`);
      await app.monitor.flush();
    }
    jest.useRealTimers();
    const { id, execution } = await app.report('GET /work');
    expect(Date.parse(execution.startedAt)).toBeGreaterThanOrEqual(before);
    expect(Number.parseInt(id, 36)).toBeGreaterThanOrEqual(before);
    expect(app.monitor.getStats().alerts).toMatchObject({ sent: 1, suppressed: 1 });
  });

  it('durations, causes and executions are those of the real clock', async () => {
    jest.useFakeTimers({ doNotFake: [...NEEDED_BY_HTTP], now: 0 });
    app = await TestApp.start(METADATA);
    await fetch(`${app.url}/work`);
    const counted = app.monitor.profile('in vain', async () => 1);
    await counted;
    jest.useRealTimers();
    const { verdict, accounting, execution, timeline } = await app.report('GET /work');
    expect(verdict.kind).toBe('cpu');
    expect(timeline.spans.map(({ name }) => name)).toContain('Work.compute');
    expect(ownMs(accounting)).toBeGreaterThan(200);
    expect(execution.durationMs).toBeGreaterThan(200);
    expect(app.monitor.getStats().endpoints.map(({ name }) => name)).toContain('in vain');
  });
});
