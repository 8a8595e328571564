import { openSync, readSync } from 'node:fs';

const file = open();
const text = Buffer.alloc(64);

/**
 * For how long a processor has worked for this thread, in milliseconds since it began, as Linux counts: neither what it
 * waited for a processor nor what it slept belongs to it, nor what a shared machine was kept from running at all.
 * The clock's time where Linux does not tell.
 */
export function cpuMs(): number {
  if (file === undefined) return performance.now();
  // Linux adds up what runs now only every few milliseconds, or when it is asked in this way.
  process.cpuUsage();
  const length = readSync(file, text, 0, text.length, 0);
  return Number(text.toString('latin1', 0, length).split(' ')[0]) / 1e6;
}

/** A stretch of the thread's time, by the clock, and for how long a processor worked for it. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly cpuMs: number;
}

/** A pause of the garbage collector, as `perf_hooks` tells it. */
export interface Pause {
  readonly startTime: number;
  readonly duration: number;
}

/** How long the collector's pauses within a stretch were, by the clock. */
export function pausedMs({ start, end }: Stretch, pauses: readonly Pause[]): number {
  return pauses
    .filter(pause => pause.startTime < end && pause.startTime + pause.duration > start)
    .reduce((sum, { duration }) => sum + duration, 0);
}

/**
 * What was worked in a stretch without the collector. Its pauses are told by the clock, so they are not taken off what
 * a processor worked: this is the most that it can be.
 */
export function workedMs(stretch: Stretch, pauses: readonly Pause[]): number {
  return Math.min(stretch.cpuMs, stretch.end - stretch.start - pausedMs(stretch, pauses));
}

function open(): number | undefined {
  try {
    return openSync('/proc/thread-self/schedstat', 'r');
  } catch {
    return undefined;
  }
}
