import { Injectable } from '@nestjs/common';
import { wallClock } from '../platform/clock.js';
import type { ExecutionKind } from '../model/execution.interface.js';
import type { DeliveryOutcome } from '../model/delivery.interface.js';
import type { VerdictKind } from '../model/report.interface.js';
import { addCounts } from './add-counts.js';
import { AlertCounts } from './alert-counts.js';
import { EndpointTable } from './endpoint-table.js';
import { OverheadMeter } from '../overhead/overhead-meter.js';
import type { AlertReason, PerformanceStats } from '../model/performance-stats.interface.js';
import { SlowTally } from './slow-tally.js';
import type { Totals } from './totals.interface.js';

const NO_ALERTS = { sent: 0, suppressed: 0, failed: 0, dropped: 0 };

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
  /** The counts before the last reset. */
  private before: Totals = { executions: {}, slow: {}, alerts: NO_ALERTS, verdicts: {} };
  private readonly verdicts = new Map<VerdictKind, number>();

  constructor(private readonly overhead: OverheadMeter) {}

  /** Counts a finished execution. Runs for every request, and allocates nothing for a known endpoint. */
  record(kind: ExecutionKind, name: string, durationMs: number, slow: boolean): void {
    this.executions += 1;
    if (slow) this.slow += 1;
    this.endpoints.counterOf(kind, name).add(durationMs, slow);
  }

  /** Counts the report of an alert. */
  verdict(kind: VerdictKind): void {
    this.verdicts.set(kind, (this.verdicts.get(kind) ?? 0) + 1);
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
    this.before = this.totals();
    this.since = new Date(wallClock());
    this.executions = 0;
    this.slow = 0;
    this.alerts = new AlertCounts();
    this.endpoints = new EndpointTable();
  }

  /** For metrics. Adds up the counts of all endpoints, so that an execution is counted once. */
  totals(): Totals {
    const { executions, slow } = this.endpoints.byKind();
    const { before } = this;
    const { sent, suppressed, failed, dropped } = this.alerts.snapshot();
    return {
      executions: addCounts(before.executions, executions),
      slow: addCounts(before.slow, slow),
      alerts: {
        sent: before.alerts.sent + sent,
        suppressed: before.alerts.suppressed + suppressed,
        failed: before.alerts.failed + failed,
        dropped: before.alerts.dropped + dropped,
      },
      verdicts: Object.fromEntries(this.verdicts),
    };
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
