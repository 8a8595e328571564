import { Injectable } from '@nestjs/common';
import type { ExecutionKind } from '../execution/execution.interface.js';
import { EndpointTable } from './endpoint-table.js';
import { OverheadMeter } from './overhead-meter.js';
import type { PerformanceStats } from './performance-stats.interface.js';

/**
 * Counts everything that `getStats()` tells.
 *
 * @internal
 */
@Injectable()
export class StatsService {
  private since = new Date();
  private executions = 0;
  private slow = 0;
  private alerts = { sent: 0, suppressed: 0, failed: 0, dropped: 0 };
  private endpoints = new EndpointTable();

  constructor(private readonly overhead: OverheadMeter) {}

  /** Counts an execution that has ended. Runs for every request, and allocates nothing for a known endpoint. */
  record(kind: ExecutionKind, name: string, durationMs: number, slow: boolean): void {
    this.executions += 1;
    if (slow) this.slow += 1;
    this.endpoints.counterOf(kind, name).add(durationMs, slow);
  }

  alertSent(): void {
    this.alerts.sent += 1;
  }

  alertSuppressed(): void {
    this.alerts.suppressed += 1;
  }

  alertFailed(): void {
    this.alerts.failed += 1;
  }

  alertDropped(): void {
    this.alerts.dropped += 1;
  }

  /** Begins anew. The overhead goes on: it is a share of the whole time, not a count. */
  reset(): void {
    this.since = new Date();
    this.executions = 0;
    this.slow = 0;
    this.alerts = { sent: 0, suppressed: 0, failed: 0, dropped: 0 };
    this.endpoints = new EndpointTable();
  }

  snapshot(): PerformanceStats {
    return {
      since: this.since.toISOString(),
      executions: this.executions,
      slow: this.slow,
      slowRate: this.executions > 0 ? this.slow / this.executions : 0,
      alerts: { ...this.alerts },
      endpoints: this.endpoints.snapshot(),
      endpointsDropped: this.endpoints.dropped,
      overhead: this.overhead.ratio(),
    };
  }
}
