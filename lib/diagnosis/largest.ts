import type { Steps } from './diagnosis.interface.js';
import { Stepper } from '../platform/stepper.js';

/** The values of a bucket differ by 1 % at most. */
const BUCKETS_PER_DOUBLING = 64;
const BUCKETS = 4_096;

/**
 * Marks the `keep` largest values with 1. Values that differ by less than 1 % may count as equal; of equal values, the
 * first ones are marked. There is no sorting: it would take longer than one step may for 100 000 values.
 *
 * @param length number of values to read, from the start
 * @internal
 */
export function* markLargest(values: Float64Array, keep: number, length = values.length): Steps<Uint8Array> {
  const marks = new Uint8Array(length);
  if (length <= keep) return marks.fill(1);
  const stepper = new Stepper();
  const buckets = new Uint16Array(length);
  const sizes = new Int32Array(BUCKETS);
  for (let index = 0; index < length; index++) {
    if (stepper.isDue()) yield;
    const bucket = bucketOf(values[index] ?? 0);
    buckets[index] = bucket;
    sizes[bucket] = (sizes[bucket] ?? 0) + 1;
  }
  let threshold = BUCKETS - 1;
  let left = keep;
  while (threshold > 0 && left >= (sizes[threshold] ?? 0)) left -= sizes[threshold--] ?? 0;
  for (let index = 0; index < length; index++) {
    if (stepper.isDue()) yield;
    const bucket = buckets[index] ?? 0;
    if (bucket > threshold || (bucket === threshold && left-- > 0)) marks[index] = 1;
  }
  return marks;
}

function bucketOf(value: number): number {
  if (!(value > 0)) return 0;
  return Math.min(Math.max(Math.floor(Math.log2(value) * BUCKETS_PER_DOUBLING) + BUCKETS / 2, 1), BUCKETS - 1);
}
