import { overrideMethod } from '../../platform/override-method.js';
import { spanStorage } from '../../tracing/execution-context.js';
import { JobClock, type Tick } from './job-clock.js';
import type { ScheduledJob } from './scheduled-job.interface.js';
import type { ScheduledRuns } from './scheduled-runs.js';

const UNKNOWN: Tick = { isByTimer: false, lateMs: undefined };

/**
 * Measures the lateness of a job's runs. A timer keeps the async context of its start. So a run by the timer leaves the
 * execution that started the job, which may go on.
 *
 * @param attempt runs a step of the library's, whose failure must not reach the application
 * @returns restores the job
 * @internal
 */
export function watchedTicks(
  job: ScheduledJob,
  runs: ScheduledRuns,
  attempt: (step: () => void) => void,
): (() => void)[] {
  const clock = new JobClock(job);
  const began = (): Tick => {
    let tick = UNKNOWN;
    attempt(() => (tick = clock.began()));
    return tick;
  };
  return [
    overrideMethod(
      job,
      'start',
      before =>
        function (this: unknown, ...args: unknown[]): unknown {
          const stop = noteDates(job, clock, attempt);
          try {
            return clock.arm(() => Reflect.apply(before, this, args));
          } finally {
            stop();
          }
        },
    ),
    overrideMethod(
      job,
      'fireOnTick',
      before =>
        function (this: unknown, ...args: unknown[]): unknown {
          const { isByTimer, lateMs } = began();
          const run = (): unknown => runs.during(lateMs, () => Reflect.apply(before, this, args));
          return isByTimer ? spanStorage.exit(run) : run();
        },
    ),
  ];
}

/** Notes each date that the job computes from now on. A second computation would take a millisecond. */
function noteDates({ cronTime }: ScheduledJob, clock: JobClock, attempt: (step: () => void) => void): () => void {
  return overrideMethod(
    cronTime,
    'sendAt',
    before =>
      function (this: unknown, ...args: unknown[]): unknown {
        const date = Reflect.apply(before, this, args);
        attempt(() => clock.computed(Number((date as { toMillis(): number }).toMillis()), Date.now()));
        return date;
      },
  );
}
