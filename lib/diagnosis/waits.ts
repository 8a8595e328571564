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
  const waits = significant(each);
  if (waits < MIN_REPETITIONS || ranInParallel(group)) return 0;
  const areCalls = group.calls >= MIN_REPETITIONS && each.length <= 2 * group.calls && group.calls <= 2 * each.length;
  return areCalls ? group.calls : waits;
}

/** The first operation may open the connection, and take longer than all others: it counts, but is no measure for them. */
function significant(each: readonly number[]): number {
  const longest = each.reduce((most, ms) => Math.max(most, ms), 0);
  const direct = each.filter(ms => ms >= longest * SIGNIFICANT).length;
  if (direct >= MIN_REPETITIONS) return direct;
  const first = each.indexOf(longest);
  const rest = each.filter((_, index) => index !== first);
  const second = rest.reduce((most, ms) => Math.max(most, ms), 0);
  const others = rest.filter(ms => ms >= second * SIGNIFICANT);
  const sum = others.reduce((total, ms) => total + ms, 0);
  return sum >= longest ? others.length + 1 : direct;
}
