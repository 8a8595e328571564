import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Cron, ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { CronJob, CronTime } from 'cron';
import { SkipMonitoring, type EndpointStats } from '../../lib/index.js';
import { spin, TestApp, until } from '../integration/support/test-app.js';

const ONCE_A_YEAR = '0 0 1 1 *';

@Injectable()
class ReminderTasks implements OnModuleInit {
  constructor(readonly registry: SchedulerRegistry) {
    this.registry.addCronJob('made first', new CronJob(ONCE_A_YEAR, () => void spin(60)));
  }

  onModuleInit(): void {
    this.registry.addCronJob('made at init', new CronJob(ONCE_A_YEAR, () => void spin(60)));
  }

  @Cron(ONCE_A_YEAR)
  decorated(): void {
    spin(60);
  }

  @Cron(ONCE_A_YEAR, { name: 'named' })
  named(): void {
    spin(60);
  }
}

describe('jobs that the application adds to the registry', () => {
  let app: TestApp;
  let registry: SchedulerRegistry;
  beforeEach(async () => {
    const metadata = { imports: [ScheduleModule.forRoot()], providers: [ReminderTasks] };
    app = await TestApp.start(metadata, { threshold: 20 });
    registry = app.app.get(SchedulerRegistry, { strict: false });
  });
  afterEach(() => app.close());

  const stats = (): readonly EndpointStats[] => app.monitor.getStats().endpoints;
  const fire = (name: string): Promise<void> => Promise.resolve(registry.getCronJob(name).fireOnTick());
  const add = (name: string, onTick: (...args: unknown[]) => unknown, options: object = {}): CronJob => {
    const job = CronJob.from({ cronTime: ONCE_A_YEAR, onTick: onTick as () => void, ...options });
    registry.addCronJob(name, job as CronJob);
    return job as CronJob;
  };

  it('are executions, whenever they were added', async () => {
    add('made later', () => spin(60));
    for (const name of ['made first', 'made at init', 'made later']) await fire(name);
    for (const name of ['made first', 'made at init', 'made later'])
      expect(stats()).toContainEqual(
        expect.objectContaining({ kind: 'cron', name: `cron ${name}`, count: 1, slow: 1 }),
      );
  });

  it('by the clock have their lateness, and the function that used the time', async () => {
    let isSlow = false;
    const job = add('by the clock', function remindAll() {
      if (isSlow) spin(60);
      isSlow = false;
    });
    job.setTime(new CronTime('* * * * * *'));
    job.start();
    await until(() => stats().some(({ name }) => name === 'cron by the clock'), 'a run');
    isSlow = true;
    spin(2_000);
    const report = await app.report('cron by the clock');
    expect(report.execution).toMatchObject({ kind: 'cron', handler: 'remindAll', outcome: 'ok' });
    expect(report.execution.lateMs).toBeGreaterThanOrEqual(900);
    expect(report.verdict).toMatchObject({ kind: 'cpu' });
  });

  it('have the outcome of the promise that they return', async () => {
    const errors: unknown[] = [];
    const error = new Error('failed on purpose');
    const fail = async (): Promise<never> => {
      await new Promise(resolve => setTimeout(resolve, 60));
      throw error;
    };
    add('failing', fail, { errorHandler: (each: unknown) => errors.push(each) });
    add('waiting', () => new Promise(resolve => setTimeout(resolve, 60)), { waitForCompletion: true });
    await fire('failing');
    await fire('waiting');
    await until(() => errors.length > 0, 'the error');
    expect(errors[0]).toBe(error);
    const report = await app.report('cron waiting');
    expect(report.execution).toMatchObject({ outcome: 'ok' });
    expect(report.execution.durationMs).toBeGreaterThanOrEqual(55);
    expect((await app.report('cron failing')).execution).toMatchObject({ outcome: 'error', handler: 'fail' });
  });

  it('are called with the same object and arguments as without the monitor', async () => {
    const calls: unknown[][] = [];
    const context = { own: 'context' };
    const onComplete = (): void => undefined;
    function onTick(this: unknown, ...args: unknown[]): void {
      calls.push([this, ...args]);
    }
    add('exact', onTick, { context, onComplete });
    await fire('exact');
    expect(calls).toEqual([[context, onComplete]]);
    expect(calls[0]?.[0]).toBe(context);
  });

  it('do not count the jobs of decorators twice, nor the own jobs of the monitor', async () => {
    for (const [name] of registry.getCronJobs()) if (!name.startsWith('performance-monitor')) await fire(name);
    await app.monitor.flush('60s');
    const names = stats().map(({ name, count }) => `${name} ${count}`);
    expect(names.sort()).toEqual([
      'cron ReminderTasks.decorated 1',
      'cron made at init 1',
      'cron made first 1',
      'cron named 1',
    ]);
  });

  it('inside a request that fires them are spans of it', async () => {
    add('by hand', function remind() {
      spin(60);
    });
    await app.monitor.profile('a request', () => fire('by hand'));
    const report = await app.report('a request');
    expect(report.timeline.spans.map(({ name }) => name)).toContain('remind');
    expect(stats().map(({ name }) => name)).not.toContain('cron by hand');
  });

  it('share one name after 200 names', async () => {
    for (let user = 0; user < 250; user += 1) {
      add(`user ${user}`, () => undefined);
      await fire(`user ${user}`);
      registry.deleteCronJob(`user ${user}`);
    }
    const names = stats().filter(({ kind }) => kind === 'cron');
    expect(names.length).toBeLessThanOrEqual(201);
    expect(names.find(({ name }) => name === 'cron *')?.count).toBeGreaterThanOrEqual(48);
  });

  it('refuse a name that is taken, as without the monitor', () => {
    expect(() => add('named', () => undefined)).toThrow(/already exists/);
  });

  it('are as they were when the application is closed, and still run', async () => {
    let calls = 0;
    const onTick = (): void => {
      calls += 1;
    };
    const job = add('outliving', onTick);
    const { addCronJob, deleteCronJob } = SchedulerRegistry.prototype;
    registry.deleteCronJob('outliving');
    const kept = add('kept', onTick);
    await app.close();
    expect([registry.addCronJob, registry.deleteCronJob]).toEqual([addCronJob, deleteCronJob]);
    expect(Object.hasOwn(kept, 'start')).toBe(false);
    expect(kept).toHaveProperty('_callbacks', [onTick]);
    await job.fireOnTick();
    await kept.fireOnTick();
    expect(calls).toBe(2);
  });

  it('by the clock leave the execution in which they were started', async () => {
    let end: () => void = () => undefined;
    const open = new Promise<void>(resolve => (end = resolve));
    const running = app.monitor.profile('a stream', async () => {
      add('from a stream', () => undefined).setTime(new CronTime('* * * * * *'));
      registry.getCronJob('from a stream').start();
      await open;
    });
    await until(() => stats().some(({ name }) => name === 'cron from a stream'), 'a run of its own');
    end();
    await running;
  });

  it('with the name of a decorated one that was deleted are executions', async () => {
    registry.deleteCronJob('named');
    add('named', () => spin(60));
    await fire('named');
    expect(stats()).toContainEqual(expect.objectContaining({ name: 'cron named', count: 1, slow: 1 }));
  });

  it('have no span in a request where @SkipMonitoring() is on their function', async () => {
    const skipped = (): void => void spin(60);
    Reflect.decorate([SkipMonitoring() as MethodDecorator], { skipped }, 'skipped', { value: skipped });
    add('skipped', skipped);
    await app.monitor.profile('a request', () => fire('skipped'));
    const report = await app.report('a request');
    expect(report.timeline.spans.map(({ name }) => name)).toEqual(['a request']);
  });

  it('under two names are watched until both are deleted', async () => {
    const job = add('first name', () => undefined);
    registry.addCronJob('second name', job);
    registry.deleteCronJob('first name');
    await fire('second name');
    expect(stats().map(({ name }) => name)).toContain('cron first name');
    registry.deleteCronJob('second name');
    expect(Object.hasOwn(job, 'start')).toBe(false);
  });

  it('of a mock of the registry are left alone', async () => {
    const mock = { addCronJob: jest.fn(), deleteCronJob: jest.fn(), getCronJobs: jest.fn() };
    const providers = [{ provide: SchedulerRegistry, useValue: mock }];
    const other = await TestApp.start({ providers });
    try {
      (other.app.get(SchedulerRegistry) as unknown as typeof mock).addCronJob('name', {});
      expect(mock.addCronJob).toHaveBeenCalledTimes(1);
      expect(other.logger.ours().filter(line => line.startsWith('error'))).toEqual([]);
    } finally {
      await other.close();
    }
  });
});
