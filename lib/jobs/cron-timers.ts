import type { CronJob } from 'cron';
import { wallClock } from '../platform/clock.js';
import { clearTimeout, setTimeout } from '../platform/host-timers.js';

/** A longer timer fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Replaces the timers of a job that has not been started by Node's own, which do not keep the process alive. `cron` uses
 * the timers of the global object. In a test suite these may be fakes, and running all of them would run the job forever.
 *
 * @internal
 */
export function withHostTimers(job: CronJob): CronJob {
  let timer: NodeJS.Timeout | undefined;
  const stopped = job.stop.bind(job);
  const wait = (): void => {
    const due = wallClock() + job.cronTime.getTimeout();
    const turn = (): void => {
      const left = due - wallClock();
      if (left > 0) {
        timer = setTimeout(turn, Math.min(left, LONGEST_TIMER_MS)).unref();
        return;
      }
      job.lastExecution = new Date(wallClock());
      wait();
      void job.fireOnTick();
    };
    timer = setTimeout(turn, Math.min(Math.max(due - wallClock(), 1), LONGEST_TIMER_MS)).unref();
  };
  job.start = () => {
    if (timer === undefined) wait();
  };
  job.stop = () => {
    clearTimeout(timer);
    timer = undefined;
    return stopped();
  };
  return Object.defineProperty(job, 'isActive', { get: () => timer !== undefined });
}
