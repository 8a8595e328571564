import { clearTimeout, setTimeout } from './host-timers.js';

/** Node fires a timer at once when its delay is longer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Waits for all results, at most for the given time. The timer keeps the process alive, so that the caller always gets
 * an answer.
 *
 * @returns true when all have resolved to true in time
 * @internal
 */
export async function allSucceedWithin(results: readonly Promise<boolean>[], timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>(resolve => {
    timer = setTimeout(resolve, Math.min(timeoutMs, LONGEST_TIMER_MS), false);
  });
  const all = Promise.all(results).then(values => values.every(Boolean));
  try {
    return await Promise.race([all, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
