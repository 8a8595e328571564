import type { ExecutionKind } from './execution.interface.js';
import type { DeliveryReason } from './delivery.interface.js';

/**
 * What has been counted since the start, or since the last reset: the answer of `getStats()`. A plain object that does
 * not change any more and can be sent as JSON. Each process counts for itself.
 *
 * @example
 * const { slowRate, endpoints, alerts } = monitor.getStats();
 * console.log(`${(slowRate * 100).toFixed(1)} % slow, ${alerts.sent} alerts, most time in ${endpoints[0]?.name}`);
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
  /** What became of the slow ones. */
  readonly alerts: AlertStats;
  /** Those that cost the most time first: by 95th percentile times count. At most 500, and `(other)` of each kind. */
  readonly endpoints: readonly EndpointStats[];
  /** Executions counted under the name `(other)`, because the table of endpoints was full. */
  readonly endpointsDropped: number;
  /**
   * The monitor's own share of the CPU time that the process used in the last minute, 0 to 1: an estimate, rather too
   * high than too low, and the same figure as in reports and in the warning about `maxOverhead`. `resetStats()` does not
   * touch it.
   */
  readonly overhead: number;
}

/**
 * What became of slow executions: each ends in one of the first four counts, once its alert was decided about. Those
 * that `@SkipMonitoring()` or a pattern keeps from being alerted about are in none. Test alerts are not counted.
 *
 * @publicApi
 */
export interface AlertStats {
  /** Delivered by at least one notifier; where there is none, told by a line in the log. */
  readonly sent: number;
  /**
   * Only counted: an alert for the same endpoint was sent within the window, or is on its way; or another endpoint was to
   * blame, whose alert lists them.
   */
  readonly suppressed: number;
  /** No notifier delivered them, or the report could not be made. */
  readonly failed: number;
  /**
   * Given up before any notifier was called: too many waited, all notifiers were left alone, another process was faster,
   * or the application shut down.
   */
  readonly dropped: number;
  /** Why those that were not sent were not: how many for each reason. A reason that did not occur is absent. */
  readonly reasons: Readonly<Partial<Record<AlertReason, number>>>;
  /** What became of them at each notifier, by its name: at most 100, each from its first alert on. */
  readonly notifiers: Readonly<Record<string, NotifierStats>>;
}

/**
 * Why a slow execution was not alerted.
 *
 * Suppressed:
 * - `repeat`: an alert about the same endpoint was sent within the window, or is on its way.
 * - `victim`: another endpoint held the event loop for most of its time, and the alert is about that one.
 *
 * Failed:
 * - `no-report`: its report could not be made.
 * - `error`, `permanent-error`, `ambiguous-error`: the notifier threw; as its error says of itself in `DeliveryFault`.
 * - `timeout`: the notifier took longer than `delivery.timeout`.
 *
 * Dropped:
 * - `too-many-reports`: more than 100 waited for theirs to be made, and it was the oldest.
 * - `claims-busy`: more than 1000 endpoints waited for the answer of the store that remembers what was alerted.
 * - `queue-full`: more than `delivery.queueSize` alerts waited for the notifier, and it was the oldest.
 * - `queue-bytes`: those that waited took more than 64 MB, and it was the oldest.
 * - `circuit-open`: the notifier had failed several times in a row, and is left alone for a while.
 * - `claim-lost`: another process has sent it meanwhile.
 * - `shutdown`: the application was shutting down. Failed, when its delivery had begun.
 *
 * @publicApi
 */
export type AlertReason = DeliveryReason | 'repeat' | 'victim' | 'no-report' | 'too-many-reports' | 'claims-busy';

/**
 * What became of alerts at one notifier: each is in one of these counts.
 *
 * @publicApi
 */
export interface NotifierStats {
  /** It has delivered them. */
  readonly delivered: number;
  /** It threw, and they have not arrived. */
  readonly failed: number;
  /** They may have arrived: the connection broke, or the time was over. */
  readonly ambiguous: number;
  /**
   * It was not called: its queue was full, it was left alone after failures, another process was faster, or the
   * application shut down.
   */
  readonly dropped: number;
}

/**
 * How long the executions of one endpoint took, slow or not, in milliseconds. The percentiles are within 5 % of the
 * truth, `maxMs` is exact.
 *
 * @publicApi
 */
export interface EndpointStats {
  /** What kind of work it is. */
  readonly kind: ExecutionKind;
  /** `GET /orders/:id`; `(other)` stands for all endpoints of this kind that found the table full. */
  readonly name: string;
  /** How many have ended. */
  readonly count: number;
  /** Those of them that took at least their threshold. */
  readonly slow: number;
  /** The median: half of them took at most so long. */
  readonly p50Ms: number;
  /** 95 % of them took at most so long. */
  readonly p95Ms: number;
  /** 99 % of them took at most so long. */
  readonly p99Ms: number;
  /** The longest of them. */
  readonly maxMs: number;
}
