import { wallClock } from '../platform/clock.js';
import type { ExecutionKind } from '../model/execution.interface.js';
import { DurationHistogram } from './duration-histogram.js';

const MAX_ENDPOINTS = 500;
const MAX_NAME_LENGTH = 200;
const OTHER = '(other)';

/** @internal Slow executions of one endpoint. */
export interface SlowEndpoint {
  readonly kind: ExecutionKind;
  readonly name: string;
  readonly slow: number;
  /** Those that raised no alert. */
  readonly suppressed: number;
  readonly p95Ms: number;
  readonly worstMs: number;
}

/** @internal What was slow in a stretch of time. */
export interface SlowPeriod {
  readonly since: Date;
  /** Those that cost the most time first. */
  readonly endpoints: readonly SlowEndpoint[];
}

interface Counted {
  readonly kind: ExecutionKind;
  readonly name: string;
  readonly durations: DurationHistogram;
  alerted: number;
}

/**
 * Counts slow executions from one digest to the next: at most 500 endpoints, a kilobyte each; what comes too late is
 * counted as one. Counts nothing until it is switched on.
 *
 * @internal
 */
export class SlowTally {
  private counted = new Map<string, Counted>();
  private since = new Date(wallClock());
  private on = false;

  switchOn(): void {
    this.on = true;
    this.since = new Date(wallClock());
  }

  slow(kind: ExecutionKind, name: string, durationMs: number): void {
    if (this.on) this.of(kind, name).durations.add(durationMs);
  }

  /** People were told about one of them. */
  alerted(kind: ExecutionKind, name: string): void {
    if (this.on) this.of(kind, name).alerted += 1;
  }

  /** What was counted; counting begins anew. */
  take(): SlowPeriod {
    const { counted, since } = this;
    this.counted = new Map();
    this.since = new Date(wallClock());
    // An alert may be about what was slow in the time before.
    const slow = [...counted.values()].filter(({ durations }) => durations.count > 0);
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

  private of(kind: ExecutionKind, name: string): Counted {
    const short = name.slice(0, MAX_NAME_LENGTH);
    const shown = this.counted.has(`${kind}\n${short}`) || this.counted.size < MAX_ENDPOINTS ? short : OTHER;
    const key = `${kind}\n${shown}`;
    const known = this.counted.get(key);
    if (known) return known;
    const counted: Counted = { kind, name: shown, durations: new DurationHistogram(), alerted: 0 };
    this.counted.set(key, counted);
    return counted;
  }
}
