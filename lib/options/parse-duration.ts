import ms from 'ms';
import type { Duration } from './option-values.interface.js';

/** The documented units only. `ms` also parses bare numbers in strings, years and words. */
const WITH_UNIT = /^\d+(\.\d+)?(ms|s|m|h|d|w)$/;

/**
 * Converts a {@link Duration} to milliseconds.
 *
 * @returns `undefined` for an invalid duration: no unit, negative, not finite
 * @internal
 */
export function parseDuration(value: Duration): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim().toLowerCase();
  return WITH_UNIT.test(text) ? ms(text as ms.StringValue) : undefined;
}
