import { Injectable } from '@nestjs/common';
import { wallClock } from '../platform/clock.js';
import type { ExecutionKind } from '../model/execution.interface.js';
import type { DeliveryOutcome } from '../model/delivery.interface.js';
import { AlertCounts } from './alert-counts.js';
import { EndpointTable } from './endpoint-table.js';
import { OverheadMeter } from '../overhead/overhead-meter.js';
import type { AlertReason, PerformanceStats } from '../model/performance-stats.interface.js';
import { SlowTally } from './slow-tally.js';

/**
 * Counts everything that `getStats()` returns.
 *
 * @internal
 */
@Injectable()
export class StatsService {
  /** For the digest. `reset()` does not change it. */
  readonly slowTally = new SlowTally();
  private since = new Date(wallClock());
  private executions = 0;
  private slow = 0;
  private alerts = new AlertCounts();
  private endpoints = new EndpointTable();

  constructor(private readonly overhead: OverheadMeter) {}

  /** Counts a finished execution. Runs for every request, and allocates nothing for a known endpoint. */
  record(kind: ExecutionKind, name: string, durationMs: number, slow: boolean): void {
    this.executions += 1;
    if (slow) this.slow += 1;
    this.endpoints.counterOf(kind, name).add(durationMs, slow);
  }

  alertSent(): void {
    this.alerts.sent();
  }

  alertSuppressed(reason: AlertReason): void {
    this.alerts.notSent('suppressed', reason);
  }

  alertFailed(reason: AlertReason): void {
    this.alerts.notSent('failed', reason);
  }

  alertDropped(reason: AlertReason): void {
    this.alerts.notSent('dropped', reason);
  }

  /** Counts the delivery of one alert to one notifier. */
  delivery(notifier: string, outcome: DeliveryOutcome): void {
    this.alerts.delivery(notifier, outcome);
  }

  /** Starts all counts again, but not the overhead, which is a share of the last minute. */
  reset(): void {
    this.since = new Date(wallClock());
    this.executions = 0;
    this.slow = 0;
    this.alerts = new AlertCounts();
    this.endpoints = new EndpointTable();
  }

  snapshot(): Omit<PerformanceStats, 'libraries'> {
    return {
      since: this.since.toISOString(),
      executions: this.executions,
      slow: this.slow,
      slowRate: this.executions > 0 ? this.slow / this.executions : 0,
      alerts: this.alerts.snapshot(),
      endpoints: this.endpoints.snapshot(),
      endpointsDropped: this.endpoints.dropped,
      overhead: this.overhead.share(),
    };
  }
}
