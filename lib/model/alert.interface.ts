import type { Report, ReportFormat } from './report.interface.js';

/**
 * The severity of an alert: `critical` when the execution took at least three times its threshold, else `warning`. For the
 * verdict `queued`, the time in the queue counts.
 *
 * @publicApi
 */
export type AlertSeverity = 'warning' | 'critical';

/**
 * The decision to notify people of a slow execution, with its report. A notifier receives it.
 *
 * @example
 * async notify(alert: Alert, signal: AbortSignal): Promise<void> {
 *   const { execution, verdict } = alert.report;
 *   await this.pager.page(`${execution.name}: ${verdict.headline}`, { urgent: alert.severity === 'critical', signal });
 *   await this.archive.put(`${alert.id}.html`, await alert.render('html'));
 * }
 *
 * @publicApi
 */
export interface Alert {
  /** The report's id: sortable and unique, of lower-case letters, digits and `-`. */
  readonly id: string;
  /**
   * Equal for all alerts about one endpoint, or for one value of the option `fingerprint`. Starved processes of one host
   * have one, too. 32 hexadecimal digits.
   */
  readonly fingerprint: string;
  /** The severity, from `report.execution.durationMs` and its threshold. */
  readonly severity: AlertSeverity;
  /** True for the alert of `testNotifiers()`: nothing was slow. */
  readonly test: boolean;
  /** The report, as plain data. Every notifier receives the same object: do not change it. */
  readonly report: Report;
  /**
   * Slow executions of the same endpoint that were only counted since the last alert. Processes that share a `cache` in
   * Redis add up theirs.
   */
  readonly repeats: {
    /** Their number; 0 with the first alert. */
    readonly count: number;
    /** The longest of them, in milliseconds; 0 when there was none. */
    readonly worstMs: number;
    /** The start of counting: ISO 8601, UTC. */
    readonly since: string;
    /** The number of hosts that have counted. Absent without a shared `cache`, without its answer, and with a count of 0. */
    readonly hosts?: number;
  };
  /**
   * Executions that were slow because this alert's endpoint held the event loop, or connections of a pool: at most 100,
   * longest first. When no execution of that endpoint was slow itself, `report` is about the first victim, and its verdict
   * names the culprit or the holder.
   */
  readonly victims: readonly {
    /** Its name, as in a report: `GET /orders/:id`. */
    readonly name: string;
    /** Its wall time, in milliseconds. */
    readonly durationMs: number;
  }[];
  /**
   * Renders the report. Each format is rendered once and kept as long as the alert. Every caller receives the same
   * bytes: do not change them.
   *
   * @returns the bytes of the file; text is UTF-8
   * @throws Error, by rejecting, when there is no such format
   */
  render(format: ReportFormat): Promise<Uint8Array>;
}
