import { PerformanceObserver } from 'node:perf_hooks';

/** Turns that are remembered between `start` and `stop`: some ten seconds of an idle loop. */
const MAX_TURNS = 4_000_000;

/** How long single turns of the event loop took. */
export interface Turns {
  /** Sorted, milliseconds. */
  readonly gapsMs: Float64Array;
  readonly longestGcMs: number;
}

/** How the loop fared during a number of executions and their alerts. */
export interface WatchedLoop {
  readonly executions: number;
  readonly alerts: number;
  readonly turns: number;
  readonly p99Ms: number;
  readonly medianLongestMs: number;
  readonly longestMs: number;
  readonly longestGcMs: number;
}

/**
 * Keeps the loop turning, and measures each turn. (`monitorEventLoopDelay` is no help: the sampler's signals distort it.)
 */
export class LoopWatch {
  private readonly gaps = new Float64Array(MAX_TURNS);
  private turns = 0;
  private last = 0;
  private running = false;
  private longestGcMs = 0;
  private readonly gc = new PerformanceObserver(list => this.noteGc(list.getEntries()));

  start(): void {
    this.turns = 0;
    this.longestGcMs = 0;
    this.running = true;
    this.gc.observe({ entryTypes: ['gc'] });
    this.last = performance.now();
    setImmediate(this.turn);
  }

  stop(): Turns {
    this.turn();
    this.running = false;
    this.noteGc(this.gc.takeRecords());
    this.gc.disconnect();
    return { gapsMs: this.gaps.slice(0, Math.min(this.turns, MAX_TURNS)).sort(), longestGcMs: this.longestGcMs };
  }

  private readonly turn = (): void => {
    if (!this.running) return;
    const now = performance.now();
    if (this.turns < MAX_TURNS) this.gaps[this.turns] = now - this.last;
    this.turns += 1;
    this.last = now;
    setImmediate(this.turn);
  };

  private noteGc(entries: readonly { readonly duration: number }[]): void {
    for (const { duration } of entries) this.longestGcMs = Math.max(this.longestGcMs, duration);
  }
}

export function longestOf({ gapsMs }: Turns): number {
  return gapsMs.at(-1) ?? 0;
}
