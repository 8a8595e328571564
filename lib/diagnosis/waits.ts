import { ranInParallel, type SpanGroup } from './span-groups.js';

/** From this many operations, one after another, on it is the repetition that is worth telling. */
const MIN_REPETITIONS = 10;

/**
 * Calls made at once are answered at about the same time: the first answer takes long, the others come right after it.
 * Waits shorter than this share of the longest one are such answers, not operations of their own.
 */
const SIGNIFICANT = 0.1;

/**
 * How many operations were done one after another in a group of spans; 0 when they were too few, or done at once.
 *
 * @param each how long each wait for the operation was
 * @param group the spans that waited
 * @internal
 */
export function repetitions(each: readonly number[], group: SpanGroup): number {
  const longest = each.reduce((most, ms) => Math.max(most, ms), 0);
  const waits = each.filter(ms => ms >= longest * SIGNIFICANT).length;
  if (waits < MIN_REPETITIONS || ranInParallel(group)) return 0;
  return group.calls >= MIN_REPETITIONS && group.calls <= 2 * each.length ? group.calls : waits;
}
