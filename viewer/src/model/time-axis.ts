import { shareOf } from '../../../lib/model/format/share.js';
import { lengthOf, type Range } from './range.js';

const MAX_TICKS = 8;
const STEPS = [1, 2, 5];

/** The distance between two ticks in milliseconds: 1, 2 or 5 times a power of ten. */
export function tickStep(durationMs: number): number {
  if (!(durationMs > 0)) return 1;
  const magnitude = 10 ** Math.floor(Math.log10(durationMs / MAX_TICKS));
  const step = STEPS.find(each => durationMs / (each * magnitude) <= MAX_TICKS);
  return (step ?? 10) * magnitude;
}

/** The ticks within a range, in milliseconds. The last one leaves room for its label. */
export function ticks(range: Range): number[] {
  const step = tickStep(lengthOf(range));
  const offsets: number[] = [];
  const last = range.toMs - step / 2;
  // A counted tick has no sum of rounding errors.
  for (let count = Math.ceil(range.fromMs / step); count * step <= last; count += 1) offsets.push(count * step);
  return offsets.length > 0 ? offsets : [range.fromMs];
}

/**
 * A time on a part of the axis, with enough decimals for its ticks: `12.345 s`.
 *
 * @param stepMs the distance to the next one
 */
export function timeText(ms: number, stepMs: number): string {
  const [unit, name] = ms >= 1_000 ? [1_000, 's'] : [1, 'ms'];
  const decimals = Math.min(Math.max(Math.ceil(Math.log10(unit / stepMs) - 1e-9), 0), 6);
  return ms === 0 ? '0' : `${(ms / unit).toFixed(decimals)} ${name}`;
}

/** A length on the axis, as a CSS value: `12.5%`. */
export function percentOf(part: number, total: number): string {
  return `${Math.min(Math.max(shareOf(part, total), 0), 1) * 100}%`;
}

/** A place on a part of the axis, as a CSS value. A place outside is at its edge. */
export function placeOf(ms: number, range: Range): string {
  return percentOf(ms - range.fromMs, lengthOf(range));
}
