/** A part of an axis, in milliseconds from its start. */
export interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The shortest range, as a share of the axis. A canvas has errors of whole pixels when it is enlarged further. */
const SHORTEST = 1e-5;

/** The whole axis. */
export function wholeRange(totalMs: number): Range {
  return { fromMs: 0, toMs: totalMs };
}

/** Lengths that were multiplied and divided have errors in their last digits. */
export function isWhole(range: Range, totalMs: number): boolean {
  return lengthOf(range) >= totalMs * (1 - SHORTEST);
}

export function lengthOf({ fromMs, toMs }: Range): number {
  return toMs - fromMs;
}

/** The range between two places in any order, as a valid part of the axis. */
export function rangeBetween(aMs: number, bMs: number, totalMs: number): Range {
  const from = Math.min(aMs, bMs);
  return within(from, Math.max(aMs, bMs) - from, totalMs);
}

/**
 * Changes the length of a range.
 *
 * @param factor below 1 enlarges the drawing
 * @param at the place that stays where it is, as a share of the range
 */
export function scaled(range: Range, totalMs: number, factor: number, at: number): Range {
  const length = lengthOf(range);
  const wanted = clamp(length * factor, totalMs * SHORTEST, totalMs);
  return within(range.fromMs + at * (length - wanted), wanted, totalMs);
}

/** Moves a range as far as the axis allows. */
export function moved(range: Range, totalMs: number, byMs: number): Range {
  return within(range.fromMs + byMs, lengthOf(range), totalMs);
}

/** The length that two ranges have in common; 0 when they are apart. */
export function overlapOf(a: Range, b: Range): number {
  return Math.max(0, Math.min(a.toMs, b.toMs) - Math.max(a.fromMs, b.fromMs));
}

function within(fromMs: number, length: number, totalMs: number): Range {
  const long = clamp(length, totalMs * SHORTEST, totalMs);
  const from = clamp(fromMs, 0, totalMs - long);
  return { fromMs: from, toMs: from + long };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
