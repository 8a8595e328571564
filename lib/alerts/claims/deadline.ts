import { setInterval, clearInterval, setImmediate } from '../../platform/host-timers.js';
import { NoAnswerError } from './store-faults.js';

const TICKS = 5;

/** @internal */
export class DeadlineError extends NoAnswerError {}

/**
 * Waits for a store, but not for ever. The time is the event loop's own: it is counted in ticks, and code that held the
 * loop for a second, which is what slow executions are often about, counts as one of them. A store that has answered
 * meanwhile is not taken for one that is gone.
 *
 * The work itself goes on; what becomes of it is nobody's any more. Keeps the process alive for as long: whoever waits
 * must get an answer.
 *
 * @throws DeadlineError
 * @internal
 */
export function within<T>(deadlineMs: number, work: Promise<T>): Promise<T> {
  if (deadlineMs === Infinity) return work;
  return new Promise((resolve, reject) => {
    let ticks = 0;
    const timer = setInterval(() => {
      if (++ticks < TICKS) return;
      clearInterval(timer);
      // After the loop has looked for answers once more.
      setImmediate(() => reject(new DeadlineError(`no answer within ${deadlineMs} ms`)));
    }, deadlineMs / TICKS);
    work.then(resolve, reject).finally(() => clearInterval(timer));
  });
}
