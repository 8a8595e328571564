import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Module, type ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Cron, Interval, ScheduleModule, SchedulerRegistry, Timeout } from '@nestjs/schedule';
import { Test } from '@nestjs/testing';
import { PerformanceMonitorModule, Profile, type EndpointStats } from '../../lib/index.js';
import { watchersOf } from '../contracts/support/watchers-of.js';
import { spin, TestApp, until } from '../integration/support/test-app.js';

const ONCE_A_YEAR = '0 0 1 1 *';
const calls: string[] = [];

@Injectable()
class ReportTasks {
  readonly own = 'kept';

  @Cron(ONCE_A_YEAR, { name: 'revenue' })
  computeRevenue(): void {
    calls.push(`revenue ${this.own}`);
    spin(60);
  }

  @Cron(ONCE_A_YEAR, { name: 'second tick' })
  @Profile('the profiled part')
  async profiled(): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, 60));
  }

  @Cron(ONCE_A_YEAR, { name: 'patient' })
  @Profile({ threshold: '1h' })
  patient(): void {
    spin(30);
  }

  @Interval(50)
  poll(): void {
    calls.push('poll');
  }

  @Timeout('warm up', 1)
  async warmUp(): Promise<void> {
    calls.push('warm up');
    await Promise.resolve();
  }

  /** Called by the application itself. */
  @Interval(1_000_000)
  async clean(): Promise<string> {
    await new Promise(resolve => setTimeout(resolve, 30));
    return 'clean';
  }
}

@Controller()
class CleaningController {
  constructor(private readonly tasks: ReportTasks) {}

  @Get('clean')
  clean(): Promise<string> {
    return this.tasks.clean();
  }
}

describe('scheduled methods', () => {
  let app: TestApp | undefined;
  afterEach(async () => {
    await app?.close();
    calls.length = 0;
  });

  async function start(metadata: ModuleMetadata = {}, options: object = {}): Promise<TestApp> {
    const imports = [ScheduleModule.forRoot()];
    const given = { imports, providers: [ReportTasks], controllers: [CleaningController], ...metadata };
    return (app = await TestApp.start(given, { threshold: 20, ...options }));
  }
  const tick = (name: string): Promise<void> =>
    Promise.resolve(app?.app.get(SchedulerRegistry, { strict: false }).getCronJob(name).fireOnTick());
  const named = (name: string): EndpointStats | undefined =>
    app?.monitor.getStats().endpoints.find(endpoint => endpoint.name === name);

  it('are executions with their own names, or the names that they were given', async () => {
    await start();
    await tick('revenue');
    await until(() => (named('cron ReportTasks.poll')?.count ?? 0) >= 2, 'two intervals');
    await until(() => named('cron warm up') !== undefined, 'the timeout');
    expect(named('cron revenue')).toMatchObject({ kind: 'cron', count: 1, slow: 1 });
    expect(named('cron ReportTasks.poll')).toMatchObject({ kind: 'cron' });
    expect(calls).toEqual(expect.arrayContaining(['revenue kept', 'poll', 'warm up']));
    expect(app?.monitor.getStats().endpoints.filter(({ kind }) => kind !== 'cron')).toEqual([]);
  });

  it('name the method that used the time, in the report', async () => {
    await start();
    await tick('revenue');
    const report = await app?.report('cron revenue');
    expect(report?.execution).toMatchObject({
      kind: 'cron',
      name: 'cron revenue',
      handler: 'ReportTasks.computeRevenue',
      outcome: 'ok',
    });
    expect(report?.verdict).toMatchObject({ kind: 'cpu' });
  });

  it('have one span where @Profile() names it', async () => {
    await start();
    await tick('second tick');
    const report = await app?.report('cron second tick');
    expect(report?.timeline.spans.map(({ name }) => name)).toEqual(['cron second tick', 'the profiled part']);
  });

  it('are slow from the threshold of @Profile() on', async () => {
    await start();
    await tick('patient');
    await tick('revenue');
    expect(named('cron patient')).toMatchObject({ count: 1, slow: 0 });
    expect(named('cron revenue')).toMatchObject({ count: 1, slow: 1 });
  });

  it('of another application in the process, without a monitor, are not counted', async () => {
    await start();
    class OtherModule {}
    Module({ imports: [ScheduleModule.forRoot()], providers: [ReportTasks] })(OtherModule);
    const other = await NestFactory.createApplicationContext(OtherModule, { logger: false });
    try {
      await other.get(SchedulerRegistry, { strict: false }).getCronJob('revenue').fireOnTick();
    } finally {
      await other.close();
    }
    expect(calls).toContain('revenue kept');
    expect(named('cron revenue')).toBeUndefined();
  });

  it('are spans of a request that calls them', async () => {
    await start();
    expect(await (await fetch(`${app?.url}/clean`)).text()).toBe('clean');
    const report = await app?.report('GET /clean');
    expect(report?.timeline.spans.map(({ name }) => name)).toContain('ReportTasks.clean');
    expect(named('cron ReportTasks.clean')).toBeUndefined();
  });

  it('are excluded by their names', async () => {
    await start({}, { exclude: ['cron revenue'] });
    await tick('revenue');
    await until(() => named('cron revenue') !== undefined, 'the run');
    expect(app?.monitor.getStats()).toMatchObject({ alerts: { sent: 0 } });
  });

  it('keep no reference to a testing module that never runs and is never closed', async () => {
    for (let compiled = 0; compiled < 3; compiled += 1)
      await Test.createTestingModule({
        imports: [PerformanceMonitorModule.forRoot({ localFile: false }), ScheduleModule.forRoot()],
        providers: [ReportTasks],
      }).compile();
    const watchers = watchersOf(ReportTasks.prototype.poll, 'cron');
    expect(watchers.size).toBe(0);
    await start();
    expect(watchers.size).toBe(1);
  });
});
