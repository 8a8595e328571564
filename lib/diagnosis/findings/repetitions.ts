import type { GroupOperations } from '../operations/operation-table.js';
import { ranInParallel, type SpanGroup } from '../span-groups.js';

/** Fewer operations, one after another, are no repetition. */
const MIN_REPETITIONS = 10;

/**
 * Calls made at the same time are answered at about the same time: one long wait, then short ones right after it. Waits
 * shorter than this share of the longest one are such answers, not operations one after another.
 */
const SIGNIFICANT = 0.1;

/** Classes of length for each doubling. Sorting 100 000 waits instead would take longer than one step may. */
const CLASSES_PER_DOUBLING = 16;
const SHORTEST_MS = 1e-3;
const CLASSES = CLASSES_PER_DOUBLING * 36;
const INSIGNIFICANT_BELOW = Math.round(-Math.log2(SIGNIFICANT) * CLASSES_PER_DOUBLING);

/**
 * Counts the operations that a group of spans did one after another.
 *
 * @param each length of each wait for the operation, in milliseconds
 * @param group the spans that waited
 * @param operations the recorded operations; they replace the count of the waits
 * @returns 0 when there were too few, or when they ran at the same time
 * @internal
 */
export function repetitions(each: readonly number[], group: SpanGroup, operations?: GroupOperations): number {
  if (operations !== undefined) return operations.calls < MIN_REPETITIONS || operations.together ? 0 : operations.calls;
  const areCalls = group.calls >= MIN_REPETITIONS && each.length <= 2 * group.calls && group.calls <= 2 * each.length;
  const waits = areCalls ? each.length : significant(each);
  if (waits < MIN_REPETITIONS || ranInParallel(group)) return 0;
  return areCalls ? group.calls : waits;
}

/**
 * Counts the waits that are long enough to be operations of their own. A few may be much longer than the rest, because
 * they open a connection or wait for a lock. The rest still counts, as long as it takes more time in all.
 */
function significant(each: readonly number[]): number {
  const { counts, sums } = classify(each);
  let most = 0;
  let longer = 0;
  let longerMs = 0;
  let top = CLASSES - 1;
  let bottom = CLASSES;
  let others = 0;
  let othersMs = 0;
  for (; top >= 0; top--) {
    while (bottom > 0 && bottom > top - INSIGNIFICANT_BELOW) {
      bottom -= 1;
      others += counts[bottom] ?? 0;
      othersMs += sums[bottom] ?? 0;
    }
    if (counts[top] === 0) continue;
    if (othersMs >= longerMs) most = Math.max(most, longer + others);
    longer += counts[top] ?? 0;
    longerMs += sums[top] ?? 0;
    others -= counts[top] ?? 0;
    othersMs -= sums[top] ?? 0;
  }
  return most;
}

/** The number of waits of each class of length, and their sum. */
function classify(each: readonly number[]): { readonly counts: Float64Array; readonly sums: Float64Array } {
  const counts = new Float64Array(CLASSES);
  const sums = new Float64Array(CLASSES);
  for (const ms of each) {
    const at = Math.floor(Math.log2(Math.max(ms, SHORTEST_MS) / SHORTEST_MS) * CLASSES_PER_DOUBLING);
    const place = Math.min(at, CLASSES - 1);
    counts[place] = (counts[place] ?? 0) + 1;
    sums[place] = (sums[place] ?? 0) + ms;
  }
  return { counts, sums };
}
