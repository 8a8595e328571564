import type { DeliveryReason } from './delivery.interface.js';
import type { ExecutionKind } from './execution.interface.js';

/**
 * Counts since the start, or since the last reset, returned by `getStats()`. A plain object that does not change later
 * and can be sent as JSON. Each process counts its own executions.
 *
 * @example
 * const { slowRate, endpoints, alerts } = monitor.getStats();
 * console.log(`${(slowRate * 100).toFixed(1)} % slow, ${alerts.sent} alerts, most time in ${endpoints[0]?.name}`);
 *
 * @publicApi
 */
export interface PerformanceStats {
  /** The start of counting: ISO 8601, UTC. */
  readonly since: string;
  /** All monitored executions that have ended. */
  readonly executions: number;
  /** Executions that took at least their threshold. */
  readonly slow: number;
  /** `slow` as a share of `executions`, 0 to 1; 0 without executions. */
  readonly slowRate: number;
  /** The results of the slow executions' alerts. */
  readonly alerts: AlertStats;
  /** By total time, largest first: 95th percentile times count. At most 500, and one `(other)` for each kind. */
  readonly endpoints: readonly EndpointStats[];
  /** Executions counted under the name `(other)`, because the table of endpoints was full. */
  readonly endpointsDropped: number;
  /**
   * The libraries of the option `libraries` that the application has: `['undici', 'node-http', 'pg']`. Those loaded after
   * the start, or as part of a bundle, may be missing until their first operation.
   */
  readonly libraries: readonly string[];
  /**
   * The monitor's own share of the process's CPU time in the last minute, 0 to 1: an estimate, rather too high than too
   * low. Reports and the warning about `maxOverhead` have the same figure. `resetStats()` does not change it.
   */
  readonly overhead: number;
}

/**
 * The results of slow executions. Each execution is in one of the first four counts, as soon as its alert is decided.
 * Executions excluded by `@SkipMonitoring()` or a pattern are in none. Test alerts are not counted.
 *
 * @publicApi
 */
export interface AlertStats {
  /** Delivered by at least one notifier. Without any notifier, logged in one line. */
  readonly sent: number;
  /**
   * Only counted. An alert for the same endpoint was sent within the window or is pending. Or another endpoint was the
   * cause, and its alert lists them. Or the process had no processor, and one alert reports that for all endpoints.
   */
  readonly suppressed: number;
  /** No notifier delivered them, or the report could not be built. */
  readonly failed: number;
  /**
   * Given up before any notifier was called. Too many were waiting, the circuits of all notifiers were open, another
   * process was faster, or the application shut down.
   */
  readonly dropped: number;
  /** The reasons of the executions that were not sent, with their counts. A reason that did not occur is absent. */
  readonly reasons: Readonly<Partial<Record<AlertReason, number>>>;
  /** The results at each notifier, by its name: at most 100 notifiers, each from its first alert on. */
  readonly notifiers: Readonly<Record<string, NotifierStats>>;
}

/**
 * The reason why a slow execution caused no alert.
 *
 * Suppressed:
 * - `repeat`: an alert about the same endpoint was sent within the window, or is pending.
 * - `starved`: its process had no processor, and an alert about that was sent within the hour, or is pending.
 * - `victim`: another endpoint held the event loop for most of its time, and the alert is about that endpoint.
 *
 * Failed:
 * - `no-report`: its report could not be built.
 * - `error`, `permanent-error`, `ambiguous-error`: the notifier threw an error with these properties of
 *   `DeliveryFault`.
 * - `timeout`: the notifier took longer than `delivery.timeout`.
 *
 * Dropped:
 * - `too-many-reports`: more than 100 executions waited for their reports, and this one was the oldest.
 * - `claims-busy`: more than 1000 endpoints waited for the claim store.
 * - `queue-full`: more than `delivery.queueSize` alerts waited for the notifier, and this one was the oldest.
 * - `queue-bytes`: the waiting alerts took more than 64 MB, and this one was the oldest.
 * - `circuit-open`: the notifier had failed several times in a row, and is not called for a while.
 * - `claim-lost`: another process sent it in the meantime.
 * - `shutdown`: the application shut down. Failed, when its delivery had begun.
 *
 * @publicApi
 */
export type AlertReason =
  DeliveryReason | 'repeat' | 'starved' | 'victim' | 'no-report' | 'too-many-reports' | 'claims-busy';

/**
 * The results of alerts at one notifier. Each alert is in one of these counts.
 *
 * @publicApi
 */
export interface NotifierStats {
  /** The notifier delivered them. */
  readonly delivered: number;
  /** The notifier threw, and they did not arrive. */
  readonly failed: number;
  /** They may have arrived: the connection broke, or the time was over. */
  readonly ambiguous: number;
  /**
   * The notifier was not called: its queue was full, its circuit was open, another process was faster, or the
   * application shut down.
   */
  readonly dropped: number;
}

/**
 * The durations of all executions of one endpoint, slow or not, in milliseconds. The percentiles are within 5 %;
 * `maxMs` is exact.
 *
 * @publicApi
 */
export interface EndpointStats {
  /** The kind of its executions. */
  readonly kind: ExecutionKind;
  /** Its name: `GET /orders/:id`. `(other)` sums up all endpoints of this kind that found the table full. */
  readonly name: string;
  /** Its executions that have ended. */
  readonly count: number;
  /** Its executions that took at least their threshold. */
  readonly slow: number;
  /** The median: half of them took at most this long. */
  readonly p50Ms: number;
  /** The 95th percentile: 95 % of them took at most this long. */
  readonly p95Ms: number;
  /** The 99th percentile: 99 % of them took at most this long. */
  readonly p99Ms: number;
  /** The longest of them. */
  readonly maxMs: number;
}
