import ms from 'ms';
import type { Duration } from './performance-monitor-options.interface.js';

/** `ms` parses bare numbers in strings, years and words, too; what users may write is only what is documented. */
const WITH_UNIT = /^\d+(\.\d+)?(ms|s|m|h|d|w)$/;

/**
 * Milliseconds of a {@link Duration}.
 *
 * @returns `undefined` for what is no duration: no unit, negative, not finite
 * @internal
 */
export function parseDuration(value: Duration): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim().toLowerCase();
  return WITH_UNIT.test(text) ? ms(text as ms.StringValue) : undefined;
}
