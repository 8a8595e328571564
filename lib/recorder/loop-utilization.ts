import { performance } from 'node:perf_hooks';
import { clock } from '../platform/clock.js';
import type { MonotonicMs } from '../model/execution.interface.js';

/** The stretch that is looked at. */
const WINDOW_MS = 10_000;
/** Marks lie further apart, so that there are never more than a dozen. A timer of a second may fire a little early. */
const APART_MS = 900;

/** Milliseconds that the event loop has slept until now, from any point in time on. */
type SleptMs = () => number;

/** Node's own figure, which is right without a sampler. Bun and Deno have none: they read 0. */
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

  /** To be called each second while the monitor runs. Where it does not, only readings leave marks. */
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

  /** 0 to 1, since the mark that lies {@link WINDOW_MS} back, or the oldest. */
  read(): number {
    this.mark();
    const now = clock();
    const [since = now] = this.times;
    const [before = 0] = this.totals;
    if (now <= since) return 0;
    return Math.min(1, Math.max(0, 1 - (this.slept() - before) / (now - since)));
  }
}
