import { types } from 'node:util';
import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { profileThresholdOf } from '../../instrumentation/decorators/profile.decorator.js';
import { isSkipped } from '../../instrumentation/decorators/skip-monitoring.decorator.js';
import { slowThresholdOf } from '../../instrumentation/decorators/slow-threshold.decorator.js';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { oneLine } from '../../model/format/one-line.js';
import { overrideMethod } from '../../platform/override-method.js';
import { OWN_JOB_PREFIX } from '../../platform/own-jobs.js';
import type { Callable } from '../../tracing/callable.js';
import { TracerService } from '../../tracing/tracer.service.js';
import { watchedCallback, type AddedJob } from './added-job.js';
import { JobNames } from './job-names.js';
import { isScheduledJob, type ScheduledJob } from './scheduled-job.interface.js';
import { ScheduledRuns } from './scheduled-runs.js';
import { watchedTicks } from './watched-ticks.js';
import { schedulerRegistries, type FoundRegistry } from './scheduler-registries.js';

const MAX_NAME = 80;

/**
 * Watches the jobs in the application's `SchedulerRegistry`. For each it finds out how late its runs are. Each run of a job
 * that the application has added itself is an execution.
 *
 * @internal
 */
@Injectable()
export class WatchedSchedules {
  private readonly names = new JobNames();
  private readonly hooks = new Map<FoundRegistry['registry'], () => void>();
  /** Weak: an application may add and delete jobs for as long as it runs. */
  private readonly undoOf = new WeakMap<object, () => void>();

  constructor(
    private readonly modules: ModulesContainer,
    private readonly tracer: TracerService,
    private readonly logger: MonitorLogger,
    private readonly runs: ScheduledRuns,
  ) {}

  attach(): void {
    for (const found of schedulerRegistries(this.modules)) {
      const { registry } = found;
      this.attempt(() => {
        if (!this.hooks.has(registry)) this.hooks.set(registry, this.hook(found));
        for (const [name, job] of registry.getCronJobs()) this.attempt(() => this.watch(found, name, job));
      });
    }
  }

  detach(): void {
    for (const [registry, undo] of this.hooks) {
      undo();
      this.attempt(() => {
        for (const job of registry.getCronJobs().values()) this.leave(job);
      });
    }
    this.hooks.clear();
  }

  /** Jobs are added and deleted at any time. Nest deletes all before the application shuts down. */
  private hook(found: FoundRegistry): () => void {
    const { registry } = found;
    const added = (name: unknown, job: unknown): void => this.attempt(() => this.watch(found, name, job));
    const jobOf = (name: unknown): unknown => {
      let job: unknown;
      this.attempt(() => (job = registry.getCronJobs().get(name)));
      return job;
    };
    const deleted = (job: unknown): void =>
      this.attempt(() => {
        if (![...registry.getCronJobs().values()].includes(job)) this.leave(job);
      });
    const undo = [
      overrideMethod(
        registry,
        'addCronJob',
        before =>
          function (this: unknown, ...args: unknown[]): unknown {
            const result = Reflect.apply(before, this, args);
            added(args[0], args[1]);
            return result;
          },
      ),
      overrideMethod(
        registry,
        'deleteCronJob',
        before =>
          function (this: unknown, ...args: unknown[]): unknown {
            const job = jobOf(args[0]);
            const result = Reflect.apply(before, this, args);
            deleted(job);
            return result;
          },
      ),
    ];
    return () => undo.forEach(step => step());
  }

  private watch({ isAdded }: FoundRegistry, name: unknown, job: unknown): void {
    if (!isScheduledJob(job) || this.undoOf.has(job) || String(name).startsWith(OWN_JOB_PREFIX)) return;
    const undo: (() => void)[] = [];
    this.undoOf.set(job, () => undo.splice(0).forEach(step => step()));
    undo.push(...watchedTicks(job, this.runs, step => this.attempt(step)));
    if (isAdded(name, job)) undo.push(...this.cover(String(name), job));
  }

  private leave(job: unknown): void {
    if (typeof job !== 'object' || job === null) return;
    this.undoOf.get(job)?.();
    this.undoOf.delete(job);
  }

  private cover(name: string, { _callbacks: callbacks }: ScheduledJob): (() => void)[] {
    if (!Array.isArray(callbacks)) return [];
    const list = callbacks as unknown[];
    return list.flatMap((callback, index) => {
      if (typeof callback !== 'function' || types.isProxy(callback)) return [];
      const watched = watchedCallback(this.jobOf(name, callback as Callable), this.tracer, this.runs);
      list[index] = watched;
      return () => {
        if (list[index] === watched) list[index] = callback;
      };
    });
  }

  private jobOf(name: string, callback: Callable): AddedJob {
    const threshold = slowThresholdOf(callback);
    const fixed = { kind: 'execution', isAsync: false, returnsObservable: false, isLearning: false } as const;
    const handlerName = oneLine(callback.name.replace(/^bound /, ''), MAX_NAME);
    return {
      callback,
      thresholdMs: typeof threshold === 'number' ? threshold : profileThresholdOf(callback),
      site: {
        ...fixed,
        name: this.names.of(name),
        isSkipped: isSkipped(callback),
        // A function without a name has that of the option.
        ...(!['', 'onTick'].includes(handlerName) && { handlerName }),
      },
    };
  }

  private attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.logger.failure('A scheduled job cannot be watched', error);
    }
  }
}
