import type { MonotonicMs } from '../../model/execution.interface.js';
import type { PoolJob } from '../attribution/pool-jobs.js';

/** Jobs that libuv calls slow: they may take only half of the threads. */
const SLOW = /^dns\./;

/** A job with the time at which a thread has begun it. @internal */
export interface ScheduledJob extends PoolJob {
  /** The earliest time: where threads were free, the job was queued later. */
  readonly begunAt: MonotonicMs;
}

/**
 * Finds when threads have begun jobs, as libuv assigns them: in the order of the queue, to the first free thread. A job that
 * goes on is unknown, so a begin can be too early, never too late.
 *
 * @param jobs in the order of the queue
 * @param size threads
 * @internal
 */
export function schedule(jobs: readonly PoolJob[], size: number): ScheduledJob[] {
  const threads = new Float64Array(size).fill(-Infinity);
  const slow = new Float64Array((size + 1) >> 1).fill(-Infinity);
  return jobs.map(job => {
    const isSlow = SLOW.test(job.label);
    const free = Math.min(...threads);
    const due = isSlow ? Math.max(free, Math.min(...slow)) : free;
    // Callbacks of jobs that end together run one after another.
    const begunAt = Math.min(due, job.endedAt);
    threads[lastFreeAt(threads, begunAt)] = job.endedAt;
    if (isSlow) slow[lastFreeAt(slow, begunAt)] = job.endedAt;
    return { ...job, begunAt };
  });
}

/** The thread that became free last before `time`. The others were free for jobs in the meantime. */
function lastFreeAt(threads: Float64Array, time: MonotonicMs): number {
  let found = threads.indexOf(Math.min(...threads));
  for (const [at, free] of threads.entries()) if (free <= time && free > (threads[found] ?? 0)) found = at;
  return found;
}
