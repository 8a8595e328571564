import type { Blocker } from '../../model/blocker.interface.js';
import { lengthOf, NO_PROCESSOR, type BlockedInterval } from './blocked-intervals.js';

/** A cause that takes more than half of the duration is the verdict, whatever the other causes are. @internal */
export const DOMINANT_SHARE = 0.5;

/**
 * The endpoint that alone held the event loop for more than half of an execution's duration, less the time without a
 * processor. Many endpoints that held it for a little each mean that the process has too much to do; then there is no
 * dominant blocker.
 *
 * @param intervals blocked by others, within the execution
 * @internal
 */
export function dominantBlocker(intervals: readonly BlockedInterval[], durationMs: number): Blocker | undefined {
  const starved = intervals.filter(({ by }) => by.id === NO_PROCESSOR.id);
  const ranMs = durationMs - starved.reduce((sum, interval) => sum + lengthOf(interval), 0);
  const totals = new Map<string, number>();
  for (const interval of intervals) {
    if (interval.by.id === NO_PROCESSOR.id) continue;
    const key = `${interval.by.kind} ${interval.by.name}`;
    const ms = (totals.get(key) ?? 0) + lengthOf(interval);
    if (ms > ranMs * DOMINANT_SHARE) return interval.by;
    totals.set(key, ms);
  }
  return undefined;
}
