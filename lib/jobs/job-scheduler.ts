import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { CronJob } from 'cron';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { clearInterval, setInterval } from '../platform/host-timers.js';
import { OWN_JOB_PREFIX } from '../platform/own-jobs.js';
import { withHostTimers } from './cron-timers.js';

/** The times of a job. @internal */
export interface Schedule {
  /** A valid cron expression. */
  readonly cron: string;
  readonly timeZone?: string | undefined;
  /** The interval of `cron`. Without the application's own scheduler, a timer saves the 15 ms of loading the package. */
  readonly everyMs?: number;
}

/** The members of the `SchedulerRegistry` of `@nestjs/schedule` in use. The application may lack that package. */
interface JobRegistry {
  addCronJob(name: string, job: CronJob): void;
  doesExist(type: 'cron', name: string): boolean;
  deleteCronJob(name: string): void;
}

/**
 * Runs jobs on a schedule. They appear in the application's own `SchedulerRegistry`, if it has one.
 *
 * `ScheduleModule` is not imported: a second one would explore the providers of the application again, and run each of its
 * jobs twice.
 *
 * @internal
 */
@Injectable()
export class JobScheduler {
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly logger: MonitorLogger,
  ) {}

  /** Runs `task` on schedule, never twice at once, and without keeping the process alive. Errors are logged. */
  async add(name: string, schedule: Schedule, task: () => Promise<void>): Promise<void> {
    const run = () => task().catch((error: unknown) => this.logger.failure(`The job ${name} failed`, error));
    const registry = this.registryOfApplication();
    if (registry === undefined && schedule.everyMs !== undefined) this.repeat(schedule.everyMs, run);
    else await this.addCronJob(OWN_JOB_PREFIX + name, schedule, run, registry);
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop();
  }

  private repeat(everyMs: number, run: () => Promise<void>): void {
    let running = false;
    const turn = async (): Promise<void> => {
      if (running) return;
      running = true;
      await run();
      running = false;
    };
    const timer = setInterval(() => void turn(), everyMs).unref();
    this.stops.push(() => clearInterval(timer));
  }

  private async addCronJob(
    name: string,
    { cron, timeZone }: Schedule,
    run: () => Promise<void>,
    registry: JobRegistry | undefined,
  ): Promise<void> {
    const { CronJob } = await import('cron');
    const job = withHostTimers(
      CronJob.from({ cronTime: cron, timeZone: timeZone ?? null, onTick: run, waitForCompletion: true }),
    );
    registry?.addCronJob(name, job);
    this.stops.push(() => {
      void job.stop();
      // The application may have deleted it from its registry before.
      if (registry?.doesExist('cron', name) === true) registry.deleteCronJob(name);
    });
    job.start();
  }

  /** Searches by name and methods. An import of the class would load the package into an application without it. */
  private registryOfApplication(): JobRegistry | undefined {
    return this.discovery
      .getProviders()
      .filter(({ token }) => typeof token === 'function' && token.name === 'SchedulerRegistry')
      .map(({ instance }): unknown => instance)
      .find(isRegistry);
  }
}

function isRegistry(instance: unknown): instance is JobRegistry {
  if (typeof instance !== 'object' || instance === null) return false;
  const { addCronJob, doesExist, deleteCronJob } = instance as Partial<JobRegistry>;
  return [addCronJob, doesExist, deleteCronJob].every(method => typeof method === 'function');
}
