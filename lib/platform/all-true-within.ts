import { setTimeout, clearTimeout } from './host-timers.js';

/** A timer that is set for longer is over at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Waits for all, but not longer than the time. Keeps the process alive for as long: whoever waits must get an answer.
 *
 * @returns true when all have resolved to true in time
 * @internal
 */
export async function allTrueWithin(works: readonly Promise<boolean>[], timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<false>(resolve => {
    timer = setTimeout(resolve, Math.min(timeoutMs, LONGEST_TIMER_MS), false);
  });
  const all = Promise.all(works).then(results => results.every(Boolean));
  try {
    return await Promise.race([all, over]);
  } finally {
    clearTimeout(timer);
  }
}
