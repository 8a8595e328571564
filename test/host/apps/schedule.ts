import { Injectable } from '@nestjs/common';
import { Cron, CronExpression, Interval, ScheduleModule, SchedulerRegistry, Timeout } from '@nestjs/schedule';
import { CronJob } from 'cron';
import type { HostApplication } from '../probe/application.js';
import { note, record, UNORDERED } from '../probe/record.js';

@Injectable()
class Tasks {
  private readonly ran = new Set<string>();

  @Cron(CronExpression.EVERY_SECOND, { name: 'cron' })
  cron(): void {
    this.once('cron');
  }

  @Interval('interval', 20)
  async interval(): Promise<void> {
    await Promise.resolve();
    this.once('interval');
  }

  @Timeout('timeout', 10)
  timeout(): void {
    this.once('timeout');
  }

  @Timeout('broken', 10)
  broken(): never {
    throw new RangeError('as planned');
  }

  /** The number of ticks of a timer is random. */
  once(name: string): void {
    if (this.ran.has(name)) return;
    this.ran.add(name);
    note(`${name} of ${this.constructor.name}`, UNORDERED);
  }
}

const OURS = /^performance-monitor:/;

export const application: HostApplication = {
  module: () => ({ imports: [ScheduleModule.forRoot()], providers: [Tasks] }),
  watched: ['cron'],
  async drive(drive, app) {
    const registry = app.get(SchedulerRegistry);
    const job = new CronJob('* * * * * *', () => app.get(Tasks).once('added'));
    registry.addCronJob('added', job as never);
    job.start();
    for (const name of ['cron', 'interval', 'timeout', 'added']) {
      await drive.until(name, () => record.events[UNORDERED]?.find(event => event.startsWith(name)));
    }
    drive.result('jobs', [...registry.getCronJobs().keys()].filter(name => !OURS.test(name)).sort());
    drive.result('timers', [registry.getIntervals(), registry.getTimeouts()]);
    registry.deleteCronJob('cron');
    registry.deleteInterval('interval');
    drive.result('after', [registry.doesExist('cron', 'cron'), registry.getIntervals()]);
  },
};
