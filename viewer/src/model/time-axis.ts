import { shareOf } from '../../../lib/model/format/share.js';

const MAX_TICKS = 8;
const STEPS = [1, 2, 5];

/** The distance between two ticks in milliseconds: 1, 2 or 5 times a power of ten. */
export function tickStep(durationMs: number): number {
  if (!(durationMs > 0)) return 1;
  const magnitude = 10 ** Math.floor(Math.log10(durationMs / MAX_TICKS));
  const step = STEPS.find(each => durationMs / (each * magnitude) <= MAX_TICKS);
  return (step ?? 10) * magnitude;
}

/** Offsets of the ticks in milliseconds, from 0. The last one leaves room for its label. */
export function ticks(durationMs: number): number[] {
  const step = tickStep(durationMs);
  const offsets: number[] = [];
  for (let at = 0; at <= durationMs - step / 2; at += step) offsets.push(at);
  return offsets.length > 0 ? offsets : [0];
}

/** An offset or a length on the axis, as a CSS value: `12.5%`. */
export function percentOf(part: number, total: number): string {
  return `${Math.min(Math.max(shareOf(part, total), 0), 1) * 100}%`;
}
