import { randomBytes } from 'node:crypto';
import { wallClock } from '../platform/clock.js';

/** Milliseconds in base 36: 8 digits until the year 2059, 9 digits until the year 5188. */
const TIME_DIGITS = 9;

/**
 * A new report's id: sorts by time, unique among all processes, of `0-9 a-z -` only.
 *
 * @param now milliseconds since 1970
 * @internal
 */
export function reportId(now = wallClock()): string {
  return `${now.toString(36).padStart(TIME_DIGITS, '0')}-${randomBytes(6).toString('hex')}`;
}
