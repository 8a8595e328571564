import { Injectable } from '@nestjs/common';
import { Cron, ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import type { TestingModule } from '@nestjs/testing';
import { SkipMonitoring, SlowThreshold } from '../../lib/index.js';
import { boundaryContract, type DrivenApplication } from '../contracts/boundary.js';
import { watchersOf } from '../contracts/support/watchers-of.js';
import { AT_ONCE, Work } from '../contracts/support/work.js';

const ONCE_A_YEAR = '0 0 1 1 *';
type Outcome = 'done' | 'failed';

@Injectable()
class UnitTasks {
  /** The id of the run that is about to start: a scheduler passes no arguments. */
  next = '';
  readonly ended = new Map<string, (outcome: Outcome) => void>();

  constructor(private readonly work: Work) {}

  @Cron(ONCE_A_YEAR, { name: 'slow' })
  @SlowThreshold(AT_ONCE)
  slow(): Promise<string> {
    return this.run(id => this.work.steps(id));
  }

  @Cron(ONCE_A_YEAR, { name: 'fast' })
  fast(): Promise<string> {
    return this.run(id => this.work.steps(id));
  }

  @Cron(ONCE_A_YEAR, { name: 'failing' })
  @SlowThreshold(AT_ONCE)
  failing(): Promise<string> {
    return this.run(id => this.work.fail(id));
  }

  @Cron(ONCE_A_YEAR, { name: 'skipped' })
  @SkipMonitoring()
  @SlowThreshold(AT_ONCE)
  skipped(): Promise<string> {
    return this.run(id => this.work.steps(id));
  }

  /** The scheduler keeps results and errors to itself. */
  private async run(work: (id: string) => Promise<string>): Promise<string> {
    const id = this.next;
    try {
      const result = await work(id);
      this.ended.get(id)?.('done');
      return result;
    } catch (error) {
      this.ended.get(id)?.('failed');
      throw error;
    }
  }
}

async function start(module: TestingModule): Promise<DrivenApplication> {
  const app = await module.init();
  const tasks = app.get(UnitTasks);
  const registry = app.get(SchedulerRegistry, { strict: false });
  return {
    run: (unit, id) =>
      new Promise<Outcome>(resolve => {
        tasks.next = id;
        tasks.ended.set(id, resolve);
        void registry.getCronJob(unit).fireOnTick();
      }),
    hooks: () => [...watchersOf(UnitTasks.prototype.slow, 'cron')].map(() => 'slow'),
    close: () => app.close(),
  };
}

boundaryContract({
  title: 'scheduled methods',
  kind: 'cron',
  metadata: { imports: [ScheduleModule.forRoot()], providers: [UnitTasks] },
  nameOf: unit => `cron ${unit}`,
  start,
});
