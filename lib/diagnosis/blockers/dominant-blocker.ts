import type { Blocker } from '../../model/blocker.interface.js';
import { lengthOf, type BlockedInterval } from './blocked-intervals.js';

/** A cause that takes more than half of the duration is the verdict, whatever the other causes are. @internal */
export const DOMINANT_SHARE = 0.5;

/**
 * The endpoint that alone held the event loop for more than half of an execution's duration. Many endpoints that held it
 * for a little each mean that the process has too much to do; then there is no dominant blocker.
 *
 * @param intervals blocked by others, within the execution
 * @internal
 */
export function dominantBlocker(intervals: readonly BlockedInterval[], durationMs: number): Blocker | undefined {
  const totals = new Map<string, number>();
  for (const interval of intervals) {
    const key = `${interval.by.kind} ${interval.by.name}`;
    const ms = (totals.get(key) ?? 0) + lengthOf(interval);
    if (ms > durationMs * DOMINANT_SHARE) return interval.by;
    totals.set(key, ms);
  }
  return undefined;
}
