import type { CountedWaits } from '../operations/count-waits.js';
import { WaitLengths } from '../operations/wait-lengths.js';

/** Fewer calls are no repetition. @internal */
export const MIN_REPETITIONS = 10;

/** Waits differ in length when their longest tenth is longer than the shortest by this factor. */
const DIFFERENT = 3;

/** Many calls of one group of spans for the same thing. @internal */
export interface Repetition extends CountedWaits {
  /** The length of a usual wait in milliseconds, or its limits when they differ much. */
  readonly usualMs: readonly number[];
  /** The calls that took much longer than the others. They are in `count`, and not in `ms`. */
  readonly longer: number;
}

/** The waits of one entry of the ledger. @internal */
export interface Separated {
  readonly repeated: readonly Repetition[];
  /** All other waits. */
  readonly single: readonly CountedWaits[];
}

/**
 * Separates the repetitions from other waits. A few much longer waits are charged apart: a lock or a new connection
 * would make them as long without the repetition.
 *
 * @internal
 */
export function separate(waits: readonly CountedWaits[]): Separated {
  const repeated: Repetition[] = [];
  const single: CountedWaits[] = [];
  for (const counted of waits) {
    if (counted.count < MIN_REPETITIONS) {
      single.push(counted);
      continue;
    }
    const lengths = new WaitLengths(counted.each);
    const exceptions = (counted.concurrency ?? 1) > 1 ? { count: 0, ms: 0 } : lengths.exceptions();
    const ms = counted.ms - exceptions.ms;
    repeated.push({ ...counted, ms, usualMs: usualOf(lengths), longer: exceptions.count });
    if (exceptions.count > 0) single.push({ ...counted, ...exceptions, each: [] });
  }
  return { repeated, single };
}

function usualOf(lengths: WaitLengths): number[] {
  const shortest = lengths.quantile(0.1);
  const longest = lengths.quantile(0.9);
  return longest > DIFFERENT * shortest ? [shortest, longest] : [lengths.quantile(0.5)];
}
