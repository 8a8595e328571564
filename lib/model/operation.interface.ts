import type { WaitKind } from './accounting.interface.js';

/**
 * Equal requests to something outside the process, as one line: queries, HTTP calls, commands.
 *
 * @publicApi
 */
export interface ReportOperation {
  /** The category of a wait for it, as in the accounting. */
  readonly on: WaitKind;
  /** The kind of server: `http`. A later version may know more of them. */
  readonly system: string;
  /**
   * What was requested, without values: method, host and path, `GET pricing:8080/prices/:id`. The query is left out, and
   * segments that look like values are `:id`.
   */
  readonly label: string;
  /** The server: `pricing:8080`. */
  readonly peer: string;
  /** How many requests. */
  readonly calls: number;
  /** Their durations together: more than they took of the wall time when they ran at the same time. */
  readonly totalMs: number;
  /** The longest one. */
  readonly maxMs: number;
  /** Time before they were sent, together: for a free connection, or until a new one was open. */
  readonly queuedMs: number;
  /** How many got no complete answer, or the answer that the server failed (HTTP status 500 and above). */
  readonly failed: number;
  /** The most that ran at the same time. */
  readonly concurrency: number;
  /** Names of the spans that sent them, the one that sent most first: at most 10. */
  readonly spans: readonly string[];
}
