/** The right to send one alert for a fingerprint. @internal */
export interface Claim {
  readonly fingerprint: string;
  /** Different for every claim ever granted: a claim that has run out can not touch the one granted after it. */
  readonly token: string;
}

/**
 * Where it is remembered which alerts were sent: the one place that decides between several that want to send the same.
 *
 * The order is claim, send, confirm: a claim is granted for a short lease, and only a successful send makes it last
 * for the window. So a sender that dies, or fails, does not silence the endpoint for the whole window.
 *
 * An implementation that goes over a network gives every call a deadline of its own, and answers from memory when the
 * store is gone: the callers only log a rejection.
 *
 * @internal
 */
export interface ClaimStore {
  /**
   * Asks for the right to send. Atomic: of any number that ask at the same time, one is granted it.
   *
   * @param leaseMs how long the claim is held when it is neither confirmed nor released; longer than a send can take
   * @returns `undefined` when somebody else holds it, or an alert was sent within the window
   */
  claim(fingerprint: string, leaseMs: number): Promise<Claim | undefined>;

  /**
   * The alert was sent: no other is granted for the window, which begins now. Without effect when the claim's lease
   * has run out and somebody else was granted it.
   *
   * @param windowMs may be longer than any timer can be
   */
  confirm(claim: Claim, windowMs: number): Promise<void>;

  /** The alert was not sent: the next who asks is granted it. Without effect when the claim is no longer held. */
  release(claim: Claim): Promise<void>;
}

/** Injection token of the `ClaimStore`. @internal */
export const CLAIM_STORE = Symbol('PERFORMANCE_MONITOR:CLAIM_STORE');
