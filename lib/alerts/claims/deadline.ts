import { clearInterval, setImmediate, setInterval } from '../../platform/host-timers.js';
import { NoAnswerError } from './store-faults.js';

const TICKS = 5;

/** @internal */
export class DeadlineError extends NoAnswerError {}

/**
 * Rejects when a store does not answer in time. The time is counted in ticks of the event loop, and a block of any length
 * is one tick. So an answer that arrives while a slow execution blocks the loop is in time.
 *
 * The work itself is not aborted; its later result is ignored. The timer keeps the process alive, so that the caller
 * always gets a result.
 *
 * @throws DeadlineError
 * @internal
 */
export function withDeadline<T>(deadlineMs: number, work: Promise<T>): Promise<T> {
  if (deadlineMs === Infinity) return work;
  return new Promise((resolve, reject) => {
    let ticks = 0;
    const timer = setInterval(() => {
      if (++ticks < TICKS) return;
      clearInterval(timer);
      // The event loop polls for answers once more before this runs.
      setImmediate(() => reject(new DeadlineError(`no answer within ${deadlineMs} ms`)));
    }, deadlineMs / TICKS);
    work.then(resolve, reject).finally(() => clearInterval(timer));
  });
}
