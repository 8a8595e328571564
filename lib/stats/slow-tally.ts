import type { DigestEndpoint } from '../model/digest.interface.js';
import type { ExecutionKind } from '../model/execution.interface.js';
import { wallClock } from '../platform/clock.js';
import { DurationHistogram } from './duration-histogram.js';
import { MAX_ENDPOINTS, MAX_NAME_LENGTH, OTHER } from './endpoint-limits.js';

/** The slow executions of one period. @internal */
export interface SlowPeriod {
  readonly since: Date;
  /** Sorted by cost, highest first. */
  readonly endpoints: readonly DigestEndpoint[];
}

interface SlowCounter {
  readonly kind: ExecutionKind;
  readonly name: string;
  readonly durations: DurationHistogram;
  alerted: number;
}

/**
 * Counts slow executions between two digests: at most 500 endpoints, and one counter for all others of each kind. Counts
 * nothing before it is switched on.
 *
 * @internal
 */
export class SlowTally {
  private counters = new Map<string, SlowCounter>();
  private since = new Date(wallClock());
  private on = false;

  switchOn(): void {
    this.on = true;
    this.since = new Date(wallClock());
  }

  /** Counts a slow execution. */
  slow(kind: ExecutionKind, name: string, durationMs: number): void {
    if (this.on) this.counterOf(kind, name).durations.add(durationMs);
  }

  /** Counts a slow execution whose alert was delivered. */
  alerted(kind: ExecutionKind, name: string): void {
    if (this.on) this.counterOf(kind, name).alerted += 1;
  }

  /** Returns the counts and starts the next period. */
  take(): SlowPeriod {
    const { counters, since } = this;
    this.counters = new Map();
    this.since = new Date(wallClock());
    // An alert may be about an execution of the period before, so its endpoint has no slow execution in this one.
    const slow = [...counters.values()].filter(({ durations }) => durations.count > 0);
    const endpoints = slow.map(({ kind, name, durations, alerted }) => ({
      kind,
      name,
      slow: durations.count,
      suppressed: Math.max(0, durations.count - alerted),
      p95Ms: durations.percentile(0.95),
      worstMs: durations.maxMs,
    }));
    return { since, endpoints: endpoints.sort((a, b) => b.p95Ms * b.slow - a.p95Ms * a.slow) };
  }

  private counterOf(kind: ExecutionKind, name: string): SlowCounter {
    const short = name.slice(0, MAX_NAME_LENGTH);
    const shown = this.counters.has(`${kind}\n${short}`) || this.counters.size < MAX_ENDPOINTS ? short : OTHER;
    const key = `${kind}\n${shown}`;
    const known = this.counters.get(key);
    if (known) return known;
    const counter: SlowCounter = { kind, name: shown, durations: new DurationHistogram(), alerted: 0 };
    this.counters.set(key, counter);
    return counter;
  }
}
