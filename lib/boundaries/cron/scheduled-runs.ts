import { Injectable } from '@nestjs/common';
import type { CallSite } from '../../tracing/call-site.js';
import type { Execution } from '../../tracing/execution.js';
import { ScheduledRun } from './scheduled-run.js';

/** Metadata key of `@Interval()` of `@nestjs/schedule`. */
const INTERVAL_OPTIONS = 'SCHEDULE_INTERVAL_OPTIONS';

/** Runs of one schedule at a time that are counted. */
const MAX_RUNNING = 1_000;

interface Interval {
  readonly periodMs: number;
  last: number | undefined;
}

/**
 * The facts of scheduled runs: how late each began, and how many earlier ones were still running.
 *
 * @internal
 */
@Injectable()
export class ScheduledRuns {
  private readonly intervals = new WeakMap<CallSite, Interval>();
  /** Weak: the sites of deleted jobs go with them. */
  private readonly running = new WeakMap<CallSite, Execution[]>();
  private tickLateMs: number | undefined;

  /** @param site the executions' site, of a method with a decorator */
  described(site: CallSite, method: object): void {
    const options = Reflect.getMetadata(INTERVAL_OPTIONS, method) as { readonly timeout?: unknown } | undefined;
    const periodMs = options?.timeout;
    if (typeof periodMs === 'number') this.intervals.set(site, { periodMs, last: undefined });
  }

  /** Calls `tick`, which begins the runs of one job. */
  during<T>(lateMs: number | undefined, tick: () => T): T {
    const outer = this.tickLateMs;
    this.tickLateMs = lateMs;
    try {
      return tick();
    } finally {
      this.tickLateMs = outer;
    }
  }

  began(execution: Execution): void {
    const lateMs = this.tickLateMs ?? this.lateAfterInterval(execution);
    const overlaps = this.countRunning(execution);
    execution.transport = new ScheduledRun(execution, {
      ...(lateMs !== undefined && { lateMs: Math.round(lateMs) }),
      ...(overlaps > 0 && { overlaps }),
    });
  }

  /** Node counts an interval from the start of the run before. */
  private lateAfterInterval({ root, start }: Execution): number | undefined {
    const interval = this.intervals.get(root.site);
    if (interval === undefined) return undefined;
    const { last, periodMs } = interval;
    interval.last = start;
    const lateMs = last === undefined ? -1 : start - last - periodMs;
    return lateMs >= 0 ? lateMs : undefined;
  }

  /** By the site: further names are one name. */
  private countRunning(execution: Execution): number {
    const { site } = execution.root;
    const others = this.running.get(site)?.filter(({ finished }) => !finished) ?? [];
    const count = others.length;
    if (count < MAX_RUNNING) others.push(execution);
    this.running.set(site, others);
    return count;
  }
}
