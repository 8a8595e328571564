import { setTimeout, clearTimeout } from './host-timers.js';

/** Node fires a timer with a longer delay at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Waits for all promises, at most `timeoutMs`. Keeps the process alive meanwhile: the caller must get an answer.
 *
 * @returns true when all promises resolved to true in time
 * @internal
 */
export async function allTrueWithin(works: readonly Promise<boolean>[], timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>(resolve => {
    timer = setTimeout(resolve, Math.min(timeoutMs, LONGEST_TIMER_MS), false);
  });
  const all = Promise.all(works).then(results => results.every(Boolean));
  try {
    return await Promise.race([all, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
