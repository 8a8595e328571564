import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { Cron, Interval, ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import type { Report } from '../../lib/index.js';
import { spin, TestApp, until } from '../integration/support/test-app.js';

const THRESHOLD_MS = 300;
/** Slow by itself on any machine. */
const SLOW_MS = 400;

@Injectable()
class LateTasks {
  /** The run of this schedule that begins next is slow. */
  slowNext: string | undefined;
  readonly runs = new Map<string, number>();
  readonly pending: (() => void)[] = [];

  @Cron('* * * * * *', { name: 'each second' })
  eachSecond(): void {
    this.run('each second');
  }

  @Interval('poll', 100)
  poll(): void {
    this.run('poll');
  }

  @Cron('0 0 1 1 *', { name: 'never ends' })
  async neverEnds(): Promise<void> {
    this.run('never ends');
    await new Promise<void>(resolve => this.pending.push(resolve));
  }

  private run(name: string): void {
    this.runs.set(name, (this.runs.get(name) ?? 0) + 1);
    if (this.slowNext !== name) return;
    this.slowNext = undefined;
    spin(SLOW_MS);
  }
}

describe('the facts of a scheduled run', () => {
  let app: TestApp | undefined;
  afterEach(() => app?.close());

  async function start(): Promise<LateTasks> {
    const metadata = { imports: [ScheduleModule.forRoot()], providers: [LateTasks] };
    app = await TestApp.start(metadata, { threshold: THRESHOLD_MS });
    return app.app.get(LateTasks);
  }
  const report = (name: string): Promise<Report> => (app as TestApp).report(`cron ${name}`);
  const tick = (name: string): Promise<void> =>
    Promise.resolve(app?.app.get(SchedulerRegistry, { strict: false }).getCronJob(name).fireOnTick());

  it('include how late a blocked event loop let it begin', async () => {
    const tasks = await start();
    await until(() => tasks.runs.has('each second'), 'a run');
    tasks.slowNext = 'each second';
    // It is due within a second from now, and begins after these two.
    spin(2_000);
    const { execution } = await report('each second');
    expect(execution.lateMs).toBeGreaterThanOrEqual(900);
    expect(execution.overlaps).toBeUndefined();
  });

  it('include how late an interval is, from the start of the run before', async () => {
    const tasks = await start();
    await until(() => (tasks.runs.get('poll') ?? 0) >= 2, 'two runs');
    tasks.slowNext = 'poll';
    spin(1_000);
    const { execution } = await report('poll');
    expect(execution.lateMs).toBeGreaterThanOrEqual(800);
    expect(execution.lateMs).toBeLessThanOrEqual(execution.durationMs + 60_000);
  });

  it('include the earlier runs that had not ended', async () => {
    const tasks = await start();
    await tick('never ends');
    await tick('never ends');
    tasks.slowNext = 'never ends';
    await tick('never ends');
    tasks.pending.splice(2).forEach(end => end());
    const { execution } = await report('never ends');
    expect(execution).toMatchObject({ overlaps: 2, outcome: 'ok' });
    tasks.pending.forEach(end => end());
  });

  it('have no lateness where the application itself begins the run', async () => {
    const tasks = await start();
    tasks.slowNext = 'never ends';
    await tick('never ends');
    tasks.pending.forEach(end => end());
    const { execution } = await report('never ends');
    expect(execution).not.toHaveProperty('lateMs');
    expect(execution).not.toHaveProperty('overlaps');
  });
});
