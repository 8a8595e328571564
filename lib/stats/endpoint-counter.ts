import type { ExecutionKind } from '../model/execution.interface.js';
import { DurationHistogram } from './duration-histogram.js';
import type { EndpointStats } from '../model/performance-stats.interface.js';

/** The counts of one endpoint. @internal */
export class EndpointCounter {
  private readonly durations = new DurationHistogram();
  private slow = 0;

  constructor(
    private readonly kind: ExecutionKind,
    private readonly name: string,
  ) {}

  get count(): number {
    return this.durations.count;
  }

  get slowCount(): number {
    return this.slow;
  }

  /** Allocates nothing. */
  add(durationMs: number, slow: boolean): void {
    this.durations.add(durationMs);
    if (slow) this.slow += 1;
  }

  snapshot(): EndpointStats {
    return {
      kind: this.kind,
      name: this.name,
      count: this.durations.count,
      slow: this.slow,
      p50Ms: this.durations.percentile(0.5),
      p95Ms: this.durations.percentile(0.95),
      p99Ms: this.durations.percentile(0.99),
      maxMs: this.durations.maxMs,
    };
  }
}
