import type { Alert } from './alert.interface.js';
import type { Digest } from './digest.interface.js';

/**
 * Delivers alerts: to a file, a chat, a mailbox.
 *
 * @example
 * class ConsoleNotifier implements Notifier {
 *   readonly name = 'console';
 *   async notify(alert: Alert): Promise<void> {
 *     console.log(alert.report.verdict.headline);
 *   }
 * }
 *
 * @publicApi
 */
export interface Notifier {
  /** What log lines call it: short, constant, and different from the other notifiers'. */
  readonly name: string;

  /**
   * Delivers one alert. It may take as long as `delivery.timeout` allows (30 s unless set), beginning with the call;
   * the application's requests never wait for it, but they share the event loop, so what takes CPU time should be
   * short or pause now and then.
   *
   * Up to two calls are under way at the same time, and all notifiers are given the same alert, so it must not be
   * changed.
   *
   * @param signal aborted when the time is over or the application shuts down. The delivery then counts as failed,
   *   whatever becomes of it: stop, and free what is held. One that does not keeps its alert in memory; while ten such
   *   have not ended, further alerts are not given to this notifier.
   * @returns when the alert has arrived; what it resolves to is not looked at
   * @throws anything, at once or by rejecting: one line is logged, no other notifier is affected, and the next slow
   *   execution of the same endpoint raises another alert for this notifier alone. An error may say more of itself by
   *   the properties of `DeliveryFault`: `ambiguous` when the alert may have arrived all the same, `permanent` when it
   *   would fail again. Retries of one delivery are the notifier's own; after several failures in a row it is left
   *   alone for a while.
   */
  notify(alert: Alert, signal: AbortSignal): Promise<void>;

  /**
   * Delivers a digest, when the option `digest` asks for them; a notifier without this method gets none. What holds for
   * `notify` holds here, but that a digest that could not be delivered is not sent again.
   *
   * @param signal aborted when `delivery.timeout` is over or the application shuts down
   */
  digest?(digest: Digest, signal: AbortSignal): Promise<void>;
}

/** Injection token of the application's notifiers, a `Notifier[]`. @internal */
export const NOTIFIERS = Symbol('PERFORMANCE_MONITOR:NOTIFIERS');
