import { ranInParallel, type SpanGroup } from '../span-groups.js';

/** From this many operations, one after another, on it is the repetition that is worth telling. */
const MIN_REPETITIONS = 10;

/**
 * Calls made at once are answered at about the same time: the first answer takes long, the others come right after it.
 * Waits shorter than this share of the longest one are such answers, not operations of their own.
 */
const SIGNIFICANT = 0.1;

/** Waits are sorted by length into so many classes for each doubling: 100 000 of them cannot be sorted in one step. */
const CLASSES_PER_DOUBLING = 16;
const SHORTEST_MS = 1e-3;
const CLASSES = CLASSES_PER_DOUBLING * 36;
const INSIGNIFICANT_BELOW = Math.round(-Math.log2(SIGNIFICANT) * CLASSES_PER_DOUBLING);

/**
 * How many operations were done one after another in a group of spans; 0 when they were too few, or done at once.
 *
 * @param each how long each wait for the operation was
 * @param group the spans that waited
 * @internal
 */
export function repetitions(each: readonly number[], group: SpanGroup): number {
  const areCalls = group.calls >= MIN_REPETITIONS && each.length <= 2 * group.calls && group.calls <= 2 * each.length;
  const waits = areCalls ? each.length : significant(each);
  if (waits < MIN_REPETITIONS || ranInParallel(group)) return 0;
  return areCalls ? group.calls : waits;
}

/**
 * Some operations may take much longer than all others: the first one opens the connection, another waits for a lock.
 * They count, but are no measure for the others, as long as the others take longer in all.
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

/** How many waits there are of each length, and how long they are in all. */
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
