import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { SchedulerRegistry } from '@nestjs/schedule';
import { MonitorLogger } from '../performance-monitor.logger.js';

const PREFIX = 'performance-monitor:';

/** When a job runs: by the clock, or, where nobody sees its times, simply every so often. @internal */
export interface Schedule {
  /** A cron expression, checked already. */
  readonly cron: string;
  readonly timeZone?: string | undefined;
  /** As often as `cron` says, for an application without a scheduler: it is spared the 15 ms of loading one. */
  readonly everyMs?: number;
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
    const registry = await this.registryOfApplication();
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
    registry: SchedulerRegistry | undefined,
  ): Promise<void> {
    const { CronJob } = await import('cron');
    const job = CronJob.from({
      cronTime: cron,
      timeZone: timeZone ?? null,
      onTick: run,
      waitForCompletion: true,
      unrefTimeout: true,
    });
    registry?.addCronJob(name, job);
    this.stops.push(() => {
      void job.stop();
      // The application's registry may have let go of it before.
      if (registry?.doesExist('cron', name) === true) registry.deleteCronJob(name);
    });
    job.start();
  }

  /** Looked for by its name first: an application that has none is not made to load it. */
  private async registryOfApplication(): Promise<SchedulerRegistry | undefined> {
    const named = this.discovery
      .getProviders()
      .filter(({ token }) => typeof token === 'function' && token.name === 'SchedulerRegistry');
    if (named.length === 0) return undefined;
    const { SchedulerRegistry } = await import('@nestjs/schedule');
    return named.find(({ token }) => token === SchedulerRegistry)?.instance as SchedulerRegistry | undefined;
  }
}
