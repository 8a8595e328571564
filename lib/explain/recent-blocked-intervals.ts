import type { BlockedInterval } from '../diagnosis/blockers/blocked-intervals.js';
import type { FinishedExecution } from '../model/finished-execution.interface.js';

const MAX_INTERVALS = 500;

/**
 * The last 500 blocked intervals that reports contained. A few reports are enough for a hundred executions that were
 * blocked together: the intervals identify the others as victims by their times.
 *
 * @internal
 */
export class RecentBlockedIntervals {
  /** The intervals of one blocker do not overlap. */
  private readonly intervals: BlockedInterval[] = [];

  add(intervals: readonly BlockedInterval[]): void {
    for (const interval of intervals) this.merge(interval);
    const excess = this.intervals.length - MAX_INTERVALS;
    if (excess > 0) this.intervals.splice(0, excess);
  }

  /** The intervals that overlap an execution, clipped to it. */
  during({ start, durationMs }: Pick<FinishedExecution, 'start' | 'durationMs'>): readonly BlockedInterval[] {
    const end = start + durationMs;
    return this.intervals
      .filter(interval => interval.start < end && interval.end > start)
      .map(({ by, ...interval }) => ({
        start: Math.max(start, interval.start),
        end: Math.min(end, interval.end),
        by,
      }));
  }

  /** The reports of several victims contain the same interval, each clipped to its execution. */
  private merge(interval: BlockedInterval): void {
    let { start, end, by } = interval;
    for (let index = this.intervals.length - 1; index >= 0; index -= 1) {
      const known = this.intervals[index];
      if (known === undefined || known.by.id !== by.id || known.by.name !== by.name) continue;
      if (known.end < start || known.start > end) continue;
      start = Math.min(start, known.start);
      end = Math.max(end, known.end);
      by = known.by;
      this.intervals.splice(index, 1);
    }
    this.intervals.push({ start, end, by });
  }
}
