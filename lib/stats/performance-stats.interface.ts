import type { ExecutionKind } from '../execution/execution.interface.js';
import type { DeliveryReason } from '../notifiers/delivery.interface.js';

/**
 * What has been counted since the start, or since the last reset: the answer of `getStats()`. A plain object that does
 * not change any more and can be sent as JSON.
 *
 * @publicApi
 */
export interface PerformanceStats {
  /** When counting began: ISO 8601, UTC. */
  readonly since: string;
  /** All watched executions that have ended. */
  readonly executions: number;
  /** Those of them that took at least their threshold. */
  readonly slow: number;
  /** `slow` as a share of `executions`, 0 to 1; 0 when there was none. */
  readonly slowRate: number;
  readonly alerts: AlertStats;
  /** Those that cost the most time first: by 95th percentile times count. */
  readonly endpoints: readonly EndpointStats[];
  /** Executions counted under the name `(other)`, because the table of endpoints was full. */
  readonly endpointsDropped: number;
  /** The monitor's own share of the process's CPU time since the start of the monitor, 0 to 1. */
  readonly overhead: number;
}

/**
 * What became of slow executions.
 *
 * @publicApi
 */
export interface AlertStats {
  /** Delivered by at least one notifier. */
  readonly sent: number;
  /** Only counted: an alert for the same endpoint was sent within the window, or is on its way. */
  readonly suppressed: number;
  /** No notifier delivered them, or the report could not be made. */
  readonly failed: number;
  /** Given up because a queue was full, or at shutdown. */
  readonly dropped: number;
  /** Why those that were not sent were not: how many for each reason. */
  readonly reasons: Readonly<Partial<Record<AlertReason, number>>>;
  /** What became of them at each notifier, by its name. */
  readonly notifiers: Readonly<Record<string, NotifierStats>>;
}

/**
 * Why a slow execution was not alerted: it was a `repeat` within the window, or a `victim` of another that held the
 * event loop; no report could be made; too many waited for theirs, or for the answer of the store of claims; or what
 * kept the notifiers from delivering.
 *
 * @publicApi
 */
export type AlertReason = DeliveryReason | 'repeat' | 'victim' | 'no-report' | 'too-many-reports' | 'claims-busy';

/**
 * Alerts at one notifier.
 *
 * @publicApi
 */
export interface NotifierStats {
  readonly delivered: number;
  readonly failed: number;
  /** They may have arrived: the connection broke, or the time was over. */
  readonly ambiguous: number;
  /** It was not called: its queue was full, it was left alone after failures, another process was faster, or the application shut down. */
  readonly dropped: number;
}

/**
 * How long the executions of one endpoint took. The percentiles are within 5 % of the truth, `maxMs` is exact.
 *
 * @publicApi
 */
export interface EndpointStats {
  readonly kind: ExecutionKind;
  /** `GET /orders/:id`; `(other)` stands for all endpoints of this kind that found the table full. */
  readonly name: string;
  readonly count: number;
  readonly slow: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}
