/**
 * - `delivered`: the notifier's promise resolved in time.
 * - `failed`: the notifier threw, and the alert did not arrive.
 * - `ambiguous`: the notifier threw or exceeded its time, and the alert may have arrived.
 * - `dropped`: the notifier was not called.
 *
 * @internal
 */
export type DeliveryOutcome = 'delivered' | 'failed' | 'ambiguous' | 'dropped';

/** The reason why a notifier did not deliver an alert, or may not have. `getStats()` counts them. */
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

/** The result of one alert at one notifier. The dispatcher returns one for each notifier. @internal */
export interface Delivery {
  /** The notifier's name in the log: on one line, bounded, unique. */
  readonly notifier: string;
  readonly outcome: DeliveryOutcome;
  /** Absent for a delivered alert. */
  readonly reason?: DeliveryReason;
  /** The error's text on one line of a log, secrets masked. */
  readonly error?: string;
}
