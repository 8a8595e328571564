/** The right to send one alert about one thing through one notifier. @internal */
export interface Claim {
  /** What it is about, fit for any store: see `claimKey()`. */
  readonly key: string;
  /** Different for every claim ever asked for: one that has run out can not touch the one granted after it. */
  readonly token: string;
}

/** A claim that somebody has been granted: the answer to others that ask. @internal */
export interface HeldClaim {
  readonly token: string;
  /** How long it will still be held. */
  readonly remainingMs: number;
  /** How long the execution took that was told about; `undefined` while the alert is on its way. */
  readonly alertedMs: number | undefined;
}

/**
 * Where it is remembered which alerts were sent: the one place that decides between several that want to send the same.
 *
 * The order is claim, send, confirm: a claim is granted for a short lease, and only a successful send makes it last
 * for the window. So a sender that dies, or fails, does not silence the endpoint for the whole window.
 *
 * An implementation does what it is asked, or rejects. Deadlines, and what to do while it does not answer, are its
 * caller's: see `GuardedClaimStore`.
 *
 * @internal
 */
export interface ClaimStore {
  /** How long a call may take before it is given up. */
  readonly deadlineMs: number;

  /**
   * How many calls may be under way at once, where more of them only wait for each other: that wait belongs to no call's
   * deadline. Absent where there is no such limit.
   */
  readonly atOnce?: number;

  /**
   * Asks for the right to send. Atomic: of any number that ask at the same time, one is granted it.
   *
   * @param leaseMs how long it is held when it is neither confirmed nor released; longer than a send can take
   * @returns `undefined` when it was granted, else who holds it
   */
  claim(claim: Claim, leaseMs: number): Promise<HeldClaim | undefined>;

  /**
   * Holds the claim for so long from now on, unless somebody else has been granted it meanwhile. One that has run out,
   * and was granted to nobody since, is taken anew.
   *
   * @param forMs the window after the alert was sent, or another lease before; may be longer than any timer can be
   * @param alertedMs how long the execution took that was told about; absent when nothing was sent yet
   * @returns false when somebody else holds it
   */
  confirm(claim: Claim, forMs: number, alertedMs?: number): Promise<boolean>;

  /** The alert was not sent: the next who asks is granted it. Without effect when the claim is no longer held. */
  release(claim: Claim): Promise<void>;

  /** Gives up what is under way, and everything that was opened. */
  close(): Promise<void>;

  /** Called when a call was not answered in time: the connection, if there is one, is not to be trusted any more. */
  discard?(): void;
}

/** Injection token of the `ClaimStore`. @internal */
export const CLAIM_STORE = Symbol('PERFORMANCE_MONITOR:CLAIM_STORE');
