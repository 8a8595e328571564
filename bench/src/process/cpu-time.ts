import { openSync, readSync } from 'node:fs';

const file = open();
const text = Buffer.alloc(64);

/**
 * CPU time of this thread since its start, in milliseconds, as counted by Linux. It excludes sleep, waits for a processor
 * and the time that a shared machine stood still. On other systems it is the wall time.
 */
export function cpuMs(): number {
  if (file === undefined) return performance.now();
  // Linux updates the time of a running thread every few milliseconds, or for this call.
  process.cpuUsage();
  const length = readSync(file, text, 0, text.length, 0);
  return Number(text.toString('latin1', 0, length).split(' ')[0]) / 1e6;
}

/** A period of the thread: its wall time and its CPU time. */
export interface Period {
  readonly start: number;
  readonly end: number;
  readonly cpuMs: number;
}

/** A GC pause, as reported by `perf_hooks`. */
export interface Pause {
  readonly startTime: number;
  readonly duration: number;
}

/** Wall time of the GC pauses within a period. */
export function pausedMs({ start, end }: Period, pauses: readonly Pause[]): number {
  return pauses
    .filter(pause => pause.startTime < end && pause.startTime + pause.duration > start)
    .reduce((sum, { duration }) => sum + duration, 0);
}

/**
 * Most CPU time within a period without GC pauses. The pauses are known in wall time only, so this is the smaller one of
 * the CPU time and the wall time without pauses.
 */
export function workedMs(period: Period, pauses: readonly Pause[]): number {
  return Math.min(period.cpuMs, period.end - period.start - pausedMs(period, pauses));
}

function open(): number | undefined {
  try {
    return openSync('/proc/thread-self/schedstat', 'r');
  } catch {
    return undefined;
  }
}
