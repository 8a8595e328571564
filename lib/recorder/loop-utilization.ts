import { performance } from 'node:perf_hooks';
import { clock } from '../platform/clock.js';
import type { MonotonicMs } from '../model/execution.interface.js';

/** Length of the measured period. */
const WINDOW_MS = 10_000;
/** Minimum distance of marks: there are never more than a dozen. A timer of one second may fire slightly early. */
const APART_MS = 900;

/** Milliseconds that the event loop has slept, since any fixed time. */
type SleptMs = () => number;

/** Node's own figure, correct while nothing samples. Bun and Deno have none and report 0. */
const nodeSlept: SleptMs = () => {
  const { idle, active } = performance.eventLoopUtilization();
  return idle + active === 0 ? clock() : idle;
};

/**
 * The event loop's utilization in the last seconds. V8's sampler interrupts the poll, and Node loses the idle time before
 * each interruption: its own figure is 0.3 to 0.9 in an idle process. The resume log measures the sleep itself.
 *
 * @internal
 */
export class LoopUtilization {
  private slept: SleptMs = nodeSlept;
  private readonly times: MonotonicMs[] = [];
  private readonly totals: number[] = [];

  constructor() {
    this.mark();
  }

  start(slept: SleptMs = nodeSlept): void {
    this.slept = slept;
    this.times.length = this.totals.length = 0;
    this.mark();
  }

  /** Call it each second while the monitor runs. Otherwise only readings leave marks. */
  mark(): void {
    const now = clock();
    while (now - (this.times[1] ?? now) >= WINDOW_MS) {
      this.times.shift();
      this.totals.shift();
    }
    if (now - (this.times.at(-1) ?? -Infinity) < APART_MS) return;
    this.times.push(now);
    this.totals.push(this.slept());
  }

  /** 0 to 1, since the mark {@link WINDOW_MS} ago, or since the oldest mark. */
  read(): number {
    this.mark();
    const now = clock();
    const [since = now] = this.times;
    const [before = 0] = this.totals;
    if (now <= since) return 0;
    return Math.min(1, Math.max(0, 1 - (this.slept() - before) / (now - since)));
  }
}
