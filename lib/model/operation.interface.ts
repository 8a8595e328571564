import type { WaitKind } from './accounting.interface.js';

/**
 * Equal requests to another server, as one entry: HTTP calls, queries, commands.
 *
 * @publicApi
 */
export interface ReportOperation {
  /** The category of a wait for it, as in the accounting. */
  readonly on: WaitKind;
  /** The kind of server: `http`. A later version may know more of them. */
  readonly system: string;
  /**
   * The request without its values: `GET pricing:8080/prices/:id`. The query is omitted, and segments that look like
   * values are `:id`.
   */
  readonly label: string;
  /** The server: `pricing:8080`. */
  readonly peer: string;
  /** The number of requests. */
  readonly calls: number;
  /** The sum of their durations. For concurrent requests it is larger than the elapsed time. */
  readonly totalMs: number;
  /** The duration of the longest one. */
  readonly maxMs: number;
  /** The sum of their times before they were sent: waiting for a free connection, or for a new one to open. */
  readonly queuedMs: number;
  /** The number without a complete answer, or with HTTP status 500 and above. */
  readonly failed: number;
  /** The largest number that ran at the same time. */
  readonly concurrency: number;
  /** Names of the spans that sent them, the most frequent first. At most 10. */
  readonly spans: readonly string[];
}
