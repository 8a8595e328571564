import type { SharedRepeats } from './fleet-repeats.interface.js';

/** The right to send one alert about one fingerprint through one notifier. @internal */
export interface Claim {
  /** Valid in every store: see `claimKey()`. */
  readonly key: string;
  /** Unique for every request: an expired claim cannot change the one that was granted after it. */
  readonly token: string;
}

/** A claim that was granted earlier, to this process or to another. @internal */
export interface HeldClaim {
  readonly token: string;
  /** Time until it expires. */
  readonly remainingMs: number;
  /** Duration of the alerted execution; `undefined` while the alert is being sent. */
  readonly alertedMs: number | undefined;
}

/**
 * Stores which alerts were sent. It decides between all processes that are about to send the same alert.
 *
 * The order is claim, send, confirm: a claim is granted for a short lease, and only a successful delivery extends it to
 * the window. A sender that crashes or fails does not silence the endpoint for the whole window.
 *
 * An implementation succeeds or rejects. `GuardedClaimStore` adds the deadlines and the behaviour during an outage.
 *
 * @internal
 */
export interface ClaimStore {
  /** How long a call may take. */
  readonly deadlineMs: number;

  /**
   * How many calls may run at the same time, where more calls would only wait for each other. That wait does not count
   * towards the deadline. Absent when there is no such limit.
   */
  readonly concurrency?: number;

  /** Present where processes on several hosts can add up their repeats. */
  readonly repeats?: SharedRepeats;

  /**
   * Requests the right to send. Atomic: of any number of concurrent requests, one is granted.
   *
   * @param leaseMs how long the claim is held unless it is confirmed or released; longer than a delivery can take
   * @returns `undefined` when the claim was granted, else the claim that is held
   */
  claim(claim: Claim, leaseMs: number): Promise<HeldClaim | undefined>;

  /**
   * Holds the claim for `forMs` from now on, unless another claim was granted in the meantime. An expired claim is
   * granted again when no other was granted since.
   *
   * @param forMs the window after a delivery, or another lease before it; may exceed the longest timer
   * @param alertedMs duration of the alerted execution; absent before the alert was sent
   * @returns false when another claim is held
   */
  confirm(claim: Claim, forMs: number, alertedMs?: number): Promise<boolean>;

  /** Ends a claim whose alert was not sent: the next request is granted. Does nothing when the claim is not held. */
  release(claim: Claim): Promise<void>;

  /** Aborts the running calls and closes all connections. */
  close(): Promise<void>;

  /** Closes the connection, if any, after a call has exceeded its deadline. */
  discard?(): void;
}

/** Injection token of the `ClaimStore`. @internal */
export const CLAIM_STORE = Symbol('PERFORMANCE_MONITOR:CLAIM_STORE');
