import { performance } from 'node:perf_hooks';
import { clock } from '../execution/clock.js';
import type { MonotonicMs } from '../execution/execution.interface.js';

/** The stretch that is looked at. */
const WINDOW_MS = 10_000;
/** One mark a second, and one more for the second that is not over. */
const MARKS = WINDOW_MS / 1_000 + 2;

/** Milliseconds that the event loop has slept until now, from any point in time on. @internal */
export type SleptMs = () => number;

/** Node's own figure, which is right while nobody samples. Bun and Deno have none: they read 0. */
const nodesOwn: SleptMs = () => {
  const { idle, active } = performance.eventLoopUtilization();
  return idle + active === 0 ? clock() : idle;
};

/**
 * The event loop's utilization in the last seconds. V8's sampler interrupts the poll, and Node forgets the idle time
 * before each interruption: its own figure reads 0.3 to 0.9 in an idle process that is sampled. The resume log sees the
 * loop fall asleep and wake up.
 *
 * @internal
 */
export class LoopUtilization {
  private slept: SleptMs = nodesOwn;
  private readonly times: MonotonicMs[] = [];
  private readonly totals: number[] = [];

  constructor() {
    this.mark();
  }

  start(slept: SleptMs = nodesOwn): void {
    this.slept = slept;
    this.times.length = this.totals.length = 0;
    this.mark();
  }

  /** To be called each second. */
  mark(): void {
    this.times.push(clock());
    this.totals.push(this.slept());
    if (this.times.length <= MARKS) return;
    this.times.shift();
    this.totals.shift();
  }

  /** 0 to 1, since the mark that lies {@link WINDOW_MS} back, or the oldest. */
  read(): number {
    const now = clock();
    const at = Math.max(
      0,
      this.times.findLastIndex(time => now - time >= WINDOW_MS),
    );
    const { [at]: since = now } = this.times;
    const { [at]: before = 0 } = this.totals;
    if (now <= since) return 0;
    return Math.min(1, Math.max(0, 1 - (this.slept() - before) / (now - since)));
  }
}
