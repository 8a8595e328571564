import type { ExecutionKind } from './execution.interface.js';

/**
 * The slow executions of one process since the last digest, or since its start. `Notifier.digest()` receives it; there
 * is none when nothing was slow. Plain data without anything of single requests.
 *
 * @example
 * async digest({ slow, suppressed, endpoints }: Digest): Promise<void> {
 *   await this.chat.say(`${slow} slow, ${suppressed} of them not alerted; worst: ${endpoints[0]?.name}`);
 * }
 *
 * @publicApi
 */
export interface Digest {
  /** Sortable and unique: lower-case letters, digits and `-`. */
  readonly id: string;
  /** The start of counting: ISO 8601, UTC. */
  readonly since: string;
  /** The end of counting, right before the digest was sent: ISO 8601, UTC. */
  readonly until: string;
  /** The name of the process's host. */
  readonly host: string;
  /** The process's id. Each of several processes sends its own digest. */
  readonly pid: number;
  /** Slow executions of all endpoints. */
  readonly slow: number;
  /** Slow executions without an alert, mostly because an alert had been sent within the window. */
  readonly suppressed: number;
  /** The endpoints with the most slow time, largest first: at most 20. */
  readonly endpoints: readonly DigestEndpoint[];
  /** The number of further endpoints that were slow. */
  readonly more: number;
}

/**
 * The slow executions of one endpoint. Its other executions are not counted here.
 *
 * @publicApi
 */
export interface DigestEndpoint {
  /** The kind of its executions. */
  readonly kind: ExecutionKind;
  /** Its name: `GET /orders/:id`. `(other)` sums up all endpoints of this kind beyond the first 500. */
  readonly name: string;
  /** Its slow executions. */
  readonly slow: number;
  /** Its slow executions without an alert. */
  readonly suppressed: number;
  /** The 95th percentile of their durations in milliseconds, within 5 %. */
  readonly p95Ms: number;
  /** The longest of them in milliseconds, exact. */
  readonly worstMs: number;
}
