/**
 * - `delivered`: the notifier's promise resolved in time.
 * - `failed`: it threw, and the alert has not arrived.
 * - `ambiguous`: it threw or was given up, and the alert may have arrived.
 * - `dropped`: it was not called at all.
 */
export type DeliveryOutcome = 'delivered' | 'failed' | 'ambiguous' | 'dropped';

/** Why an alert did not get to a notifier, or nobody knows whether it did: what `getStats()` counts. */
export type DeliveryReason =
  | 'error'
  | 'permanent-error'
  | 'ambiguous-error'
  | 'timeout'
  | 'queue-full'
  | 'queue-bytes'
  | 'circuit-open'
  | 'claim-lost'
  | 'shutdown';

/** What became of one alert at one notifier: the dispatcher answers with one of these for each. */
export interface Delivery {
  /** The notifier's name as it is logged: on one line, bounded, different from the others'. */
  readonly notifier: string;
  readonly outcome: DeliveryOutcome;
  /** Absent when it was delivered. */
  readonly reason?: DeliveryReason;
  /** Why it failed, fit for one line of a log, secrets masked. */
  readonly error?: string;
}
