import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { MonitorLogger } from '../performance-monitor.logger.js';

const PREFIX = 'performance-monitor:';

/**
 * Our jobs, in the application's own `SchedulerRegistry` where it has one, so that it sees them beside its own.
 *
 * `ScheduleModule` is not imported: a second one would explore the application's providers again, and run each of its
 * jobs twice.
 *
 * @internal
 */
@Injectable()
export class CronJobs {
  private readonly jobs = new Map<string, CronJob>();
  private found: SchedulerRegistry | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly logger: MonitorLogger,
  ) {}

  /**
   * Runs `task` by the clock, never twice at once, and without keeping the process alive. What it throws is logged.
   *
   * @param schedule a cron expression, checked already
   */
  add(name: string, schedule: { cron: string; timeZone?: string | undefined }, task: () => Promise<void>): void {
    const job = CronJob.from({
      cronTime: schedule.cron,
      timeZone: schedule.timeZone ?? null,
      onTick: () => task().catch((error: unknown) => this.logger.failure(`The job ${name} failed`, error)),
      waitForCompletion: true,
      unrefTimeout: true,
    });
    this.registry.addCronJob(PREFIX + name, job);
    this.jobs.set(PREFIX + name, job);
    job.start();
  }

  /** The application's registry may have let go of them before. */
  stop(): void {
    for (const [name, job] of this.jobs) {
      void job.stop();
      if (this.registry.doesExist('cron', name)) this.registry.deleteCronJob(name);
    }
    this.jobs.clear();
  }

  private get registry(): SchedulerRegistry {
    this.found ??= this.registryOfApplication() ?? new SchedulerRegistry();
    return this.found;
  }

  private registryOfApplication(): SchedulerRegistry | undefined {
    const wrapper = this.discovery.getProviders().find(({ token }) => token === SchedulerRegistry);
    return wrapper?.instance as SchedulerRegistry | undefined;
  }
}
