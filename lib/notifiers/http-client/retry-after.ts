import { wallClock } from '../../platform/clock.js';

/** A larger number is a time, in seconds since 1970. A smaller one is a duration. */
const EPOCH_S = 1e9;

/**
 * The pause that a server demands: `Retry-After`, in seconds or as a date, else `X-RateLimit-Reset`. Some servers send the
 * latter as seconds to wait, others as a time.
 *
 * @internal
 */
export function retryAfterMs(
  retryAfter: string | undefined,
  reset: string | undefined,
  now = wallClock(),
): number | undefined {
  return waitOf(retryAfter, now) ?? waitOf(reset, now);
}

function waitOf(value: string | undefined, now: number): number | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  if (/^\d{1,12}(\.\d{1,6})?$/.test(text)) {
    const seconds = Number(text);
    return seconds > EPOCH_S ? Math.max(0, seconds * 1000 - now) : seconds * 1000;
  }
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
