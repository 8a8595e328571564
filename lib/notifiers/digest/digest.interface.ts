import type { ExecutionKind } from '../../execution/execution.interface.js';

/**
 * What was slow in one process since the last digest, or since the process began.
 *
 * @publicApi
 */
export interface Digest {
  /** Sortable and unique: made of lower-case letters, digits and `-`. */
  readonly id: string;
  /** ISO 8601, UTC */
  readonly since: string;
  /** ISO 8601, UTC */
  readonly until: string;
  readonly host: string;
  readonly pid: number;
  /** Slow executions. */
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
  readonly kind: ExecutionKind;
  readonly name: string;
  readonly slow: number;
  readonly suppressed: number;
  /** Within 5 %. */
  readonly p95Ms: number;
  readonly worstMs: number;
}
