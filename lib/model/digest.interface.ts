import type { ExecutionKind } from './execution.interface.js';

/**
 * What was slow in one process since the last digest, or since the process began: what `Notifier.digest()` is given.
 * Where nothing was slow, there is none. Plain data that tells nothing of single requests.
 *
 * @example
 * async digest({ slow, suppressed, endpoints }: Digest): Promise<void> {
 *   await this.chat.say(`${slow} slow, ${suppressed} of them not alerted; worst: ${endpoints[0]?.name}`);
 * }
 *
 * @publicApi
 */
export interface Digest {
  /** Sortable and unique: made of lower-case letters, digits and `-`. */
  readonly id: string;
  /** When counting began: ISO 8601, UTC. */
  readonly since: string;
  /** When counting ended, right before it was sent: ISO 8601, UTC. */
  readonly until: string;
  /** The name of the host that the process runs on. */
  readonly host: string;
  /** The process's id: of several processes, each sends a digest of its own. */
  readonly pid: number;
  /** Slow executions, of all endpoints. */
  readonly slow: number;
  /** Those of them that nobody was alerted about: nearly always because an alert had been sent within the window. */
  readonly suppressed: number;
  /** At most 20: those that cost the most time first. */
  readonly endpoints: readonly DigestEndpoint[];
  /** Further endpoints that were slow. */
  readonly more: number;
}

/**
 * One endpoint's slow executions; what was not slow is not in these figures.
 *
 * @publicApi
 */
export interface DigestEndpoint {
  /** What kind of work it is. */
  readonly kind: ExecutionKind;
  /** `GET /orders/:id`; `(other)` stands for all endpoints of this kind beyond the first 500. */
  readonly name: string;
  /** How many of its executions were slow. */
  readonly slow: number;
  /** Those of them that nobody was alerted about. */
  readonly suppressed: number;
  /** 95 % of the slow ones took at most so long, in milliseconds: within 5 %. */
  readonly p95Ms: number;
  /** The longest of them, in milliseconds: exact. */
  readonly worstMs: number;
}
