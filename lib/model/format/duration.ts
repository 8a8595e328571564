const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * A duration in milliseconds, for people: `0.4 ms`, `980 ms`, `1.24 s`, `12.4 s`, `2 min 5 s`, `1 h 2 min`. A value
 * that rounds up to the next unit is written in that unit: 999.6 is `1.00 s`, never `1000 ms`.
 *
 * @internal
 */
export function durationText(ms: number): string {
  if (ms < 0.05) return ms > 0 ? '<0.1 ms' : '0 ms';
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9.995 * SECOND) return `${(ms / SECOND).toFixed(2)} s`;
  if (ms < 59.95 * SECOND) return `${(ms / SECOND).toFixed(1)} s`;
  if (ms < HOUR - SECOND / 2) return inUnits(Math.round(ms / SECOND), 'min', 's');
  return inUnits(Math.round(ms / MINUTE), 'h', 'min');
}

/** A part of a duration, with the unit once where both have the same: `752 of 900 ms`, `640 ms of 1.24 s`. @internal */
export function partText(ms: number, of: number): string {
  const [part, whole] = [durationText(ms), durationText(of)];
  const [, figure, unit] = /^([\d.]+) (\w+)$/.exec(part) ?? [];
  return `${unit !== undefined && whole.endsWith(` ${unit}`) && /^[\d.]+ \w+$/.test(whole) ? figure : part} of ${whole}`;
}

/** @param value in the smaller unit; 60 of it make one of the larger unit */
function inUnits(value: number, larger: string, smaller: string): string {
  const rest = value % 60;
  return `${Math.floor(value / 60)} ${larger}${rest === 0 ? '' : ` ${rest} ${smaller}`}`;
}
