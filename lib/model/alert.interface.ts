import type { Report, ReportFormat } from './report.interface.js';

/**
 * How bad it is: `critical` when the execution took at least three times its threshold, else `warning`.
 *
 * @publicApi
 */
export type AlertSeverity = 'warning' | 'critical';

/**
 * The decision to tell people about a slow execution, with its report: what a notifier is given.
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
  /** The report's id: sortable and unique, made of lower-case letters, digits and `-`. */
  readonly id: string;
  /** Equal for all alerts about the same endpoint, or what `fingerprint` makes the same: 32 hexadecimal digits. */
  readonly fingerprint: string;
  /** How bad it is, by how far `report.execution.durationMs` is above its threshold. */
  readonly severity: AlertSeverity;
  /** True when it was raised to try the notifiers out, and nothing was slow. */
  readonly test: boolean;
  /** All that is known, as plain data. Every notifier is given the same object: do not change it. */
  readonly report: Report;
  /** Slow executions of the same endpoint that this process has only counted since the last alert. */
  readonly repeats: {
    /** How many; 0 with the first alert. */
    readonly count: number;
    /** The longest of them, in milliseconds; 0 when there was none. */
    readonly worstMs: number;
    /** When counting began: ISO 8601, UTC. */
    readonly since: string;
  };
  /**
   * Executions that were slow because the endpoint that this alert is about held the event loop: at most 100, longest
   * first. When no execution of that endpoint was slow itself, `report` is about the first of these, and its verdict
   * names the culprit.
   */
  readonly victims: readonly {
    /** As it is called in a report: `GET /orders/:id`. */
    readonly name: string;
    /** Wall time. */
    readonly durationMs: number;
  }[];
  /**
   * Draws the report. Each format is drawn once and kept for as long as the alert is; every caller is given the same
   * bytes: do not change them.
   *
   * @returns the file's bytes; text is UTF-8
   * @throws Error, by rejecting, when this version can not draw the format
   */
  render(format: ReportFormat): Promise<Uint8Array>;
}
