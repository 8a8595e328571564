import type { Report } from 'nestjs-performance-monitor';

/** Less of a request's time without a processor changes no verdict. */
const MAX_SHARE = 0.2;

/**
 * The time that the process lacked a processor, as the report states it. Short delays of other processes count as the
 * request's own code, so its verdict depends on the machine.
 *
 * @returns `undefined` when the process had a processor for nearly all of the time
 */
export function lackOfProcessor({ accounting, monitor }: Report): string | undefined {
  const { durationMs, starvedMs = 0 } = accounting;
  const stated = monitor.degraded.find(text => text.includes('had no processor'));
  if (stated !== undefined || starvedMs <= durationMs * MAX_SHARE) return stated;
  return `The process had no processor for ${Math.round(starvedMs)} of ${Math.round(durationMs)} ms.`;
}
