import type { Blocker } from '../../model/blocker.interface.js';
import type { FinishedExecution } from '../../model/finished-execution.interface.js';
import type { Verdict } from '../../model/report.interface.js';
import { Stepper } from '../../platform/stepper.js';
import type { Interval, Recording } from '../../recorder/recording.interface.js';
import type { Steps } from '../../platform/steps.js';

/** Shorter intervals delay nothing noticeably. The recorder uses the same limit for its blocks. */
const MIN_BLOCKED_MS = 20;
const MAX_INTERVALS = 100;

/** Stands for the time in which the process had no processor, so that no execution held the loop. @internal */
export const NO_PROCESSOR: Blocker = { id: -1, kind: 'function', name: 'no processor' };

/** An interval in which one execution held the event loop, or none could. @internal */
export interface BlockedInterval extends Interval {
  readonly by: Blocker;
}

/**
 * The intervals in which the event loop was held during an execution, by itself or by others. Those without a processor
 * are among them. The 100 longest, longest first.
 *
 * @internal
 */
export function* blockedIntervals(
  execution: Pick<FinishedExecution, 'id' | 'kind' | 'name'>,
  { slices, blocks, starved }: Pick<Recording, 'slices' | 'blocks' | 'starved'>,
  verdict: Verdict,
): Steps<readonly BlockedInterval[]> {
  const { id, kind, name } = execution;
  const outside = outsideCode(verdict);
  const own = (yield* longIntervals(slices)).map(interval => ({ ...interval, by: { id, kind, name } }));
  yield;
  const long = blocks.filter(block => lengthOf(block) >= MIN_BLOCKED_MS);
  const others = long.map(({ start, end, owner }) => ({ start, end, by: owner ?? outside }));
  yield;
  const held = yield* withoutStarved([...own, ...others], starved);
  return held.sort((a, b) => lengthOf(b) - lengthOf(a)).slice(0, MAX_INTERVALS);
}

/** @internal */
export function lengthOf({ start, end }: Interval): number {
  return end - start;
}

/** No code holds the loop while the process has no processor. The parts that are long enough. */
function* withoutStarved(
  intervals: readonly BlockedInterval[],
  starved: readonly Interval[],
): Steps<BlockedInterval[]> {
  if (starved.length === 0) return [...intervals];
  const stepper = new Stepper();
  const parts: BlockedInterval[] = [];
  for (const { start, end, by } of intervals) {
    let at = start;
    for (const gap of starved) {
      if (stepper.isDue()) yield;
      if (gap.end <= at) continue;
      if (gap.start >= end) break;
      parts.push({ start: at, end: gap.start, by });
      at = gap.end;
    }
    parts.push({ start: at, end, by });
  }
  parts.push(...starved.map(({ start, end }) => ({ start, end, by: NO_PROCESSOR })));
  return parts.filter(part => lengthOf(part) >= MIN_BLOCKED_MS);
}

/** Code outside any watched execution is identified by its function: two timers must not share one alert. */
function outsideCode({ kind, culprit }: Verdict): Blocker {
  const name = ['code outside any watched execution'];
  if (kind === 'event-loop-blocked' && culprit?.function !== undefined) name.push(culprit.function);
  return { id: 0, kind: 'function', name: name.join(': ') };
}

/**
 * Merges consecutive slices of different spans. A large recording has tens of thousands of slices, and few are long.
 */
function* longIntervals(slices: Iterable<Interval>): Steps<Interval[]> {
  const long: Interval[] = [];
  let start = 0;
  let end = Number.NaN;
  const finish = (): void => {
    if (end - start >= MIN_BLOCKED_MS) long.push({ start, end });
  };
  const stepper = new Stepper();
  for (const slice of slices) {
    if (stepper.isDue()) yield;
    if (slice.start !== end) {
      finish();
      ({ start } = slice);
    }
    ({ end } = slice);
  }
  finish();
  return long;
}
