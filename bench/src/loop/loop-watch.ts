import { PerformanceObserver } from 'node:perf_hooks';
import { cpuMs, type Pause, type Period, workedMs } from '../process/cpu-time.js';

/** Most turns between `start` and `stop`: about ten seconds of an idle loop. */
const MAX_TURNS = 4_000_000;

/** Only longer turns are analysed. */
const LONG_MS = 0.5;

/** Lengths of single turns of the event loop. */
export interface Turns {
  /** Sorted, milliseconds. */
  readonly gapsMs: Float64Array;
  /** Longest CPU time of one turn, without GC pauses. */
  readonly longestWorkMs: number;
  readonly longestGcMs: number;
}

/** The event loop during a number of executions and their alerts. */
export interface WatchedLoop {
  readonly executions: number;
  readonly alerts: number;
  readonly turns: number;
  readonly p99Ms: number;
  readonly medianLongestMs: number;
  readonly longestMs: number;
  readonly longestWorkMs: number;
  readonly longestGcMs: number;
}

/**
 * Keeps the event loop turning and measures each turn. The signals of the sampler distort `monitorEventLoopDelay`.
 */
export class LoopWatch {
  private readonly gaps = new Float64Array(MAX_TURNS);
  private turns = 0;
  private last = 0;
  private lastCpu = 0;
  private running = false;
  private long: Period[] = [];
  private pauses: Pause[] = [];
  private readonly gc = new PerformanceObserver(list => this.pauses.push(...list.getEntries()));

  start(): void {
    this.turns = 0;
    this.long = [];
    this.pauses = [];
    this.running = true;
    this.gc.observe({ entryTypes: ['gc'] });
    this.lastCpu = cpuMs();
    this.last = performance.now();
    setImmediate(this.turn);
  }

  stop(): Turns {
    this.turn();
    this.running = false;
    this.pauses.push(...this.gc.takeRecords());
    this.gc.disconnect();
    const gapsMs = this.gaps.slice(0, Math.min(this.turns, MAX_TURNS)).sort();
    const worked = this.long.map(turn => workedMs(turn, this.pauses));
    return {
      gapsMs,
      longestWorkMs: worked.length === 0 ? (gapsMs.at(-1) ?? 0) : Math.max(...worked),
      longestGcMs: Math.max(0, ...this.pauses.map(({ duration }) => duration)),
    };
  }

  private readonly turn = (): void => {
    if (!this.running) return;
    const now = performance.now();
    const cpu = cpuMs();
    if (now - this.last > LONG_MS) this.long.push({ start: this.last, end: now, cpuMs: cpu - this.lastCpu });
    if (this.turns < MAX_TURNS) this.gaps[this.turns] = now - this.last;
    this.turns += 1;
    this.lastCpu = cpu;
    this.last = performance.now();
    setImmediate(this.turn);
  };
}

export function longestOf({ gapsMs }: Turns): number {
  return gapsMs.at(-1) ?? 0;
}
