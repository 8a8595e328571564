import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { CronJob } from 'cron';
import { setInterval, clearInterval } from '../platform/host-timers.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { withHostTimers } from './cron-timers.js';

const PREFIX = 'performance-monitor:';

/** When a job runs: by the clock, or, where nobody sees its times, simply every so often. @internal */
export interface Schedule {
  /** A cron expression, checked already. */
  readonly cron: string;
  readonly timeZone?: string | undefined;
  /** As often as `cron` says, for an application without a scheduler: it is spared the 15 ms of loading one. */
  readonly everyMs?: number;
}

/** The part of the `SchedulerRegistry` of `@nestjs/schedule` that is used here: the package need not be installed. */
interface JobRegistry {
  addCronJob(name: string, job: CronJob): void;
  doesExist(type: 'cron', name: string): boolean;
  deleteCronJob(name: string): void;
}

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
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly logger: MonitorLogger,
  ) {}

  /** Runs `task` again and again, never twice at once, and without keeping the process alive. What it throws is logged. */
  async add(name: string, schedule: Schedule, task: () => Promise<void>): Promise<void> {
    const run = () => task().catch((error: unknown) => this.logger.failure(`The job ${name} failed`, error));
    const registry = this.registryOfApplication();
    if (registry === undefined && schedule.everyMs !== undefined) this.repeat(schedule.everyMs, run);
    else await this.addCronJob(PREFIX + name, schedule, run, registry);
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
      // The application's registry may have let go of it before.
      if (registry?.doesExist('cron', name) === true) registry.deleteCronJob(name);
    });
    job.start();
  }

  /** Found by its name and its methods: importing the class would load the package into an application that has none. */
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
