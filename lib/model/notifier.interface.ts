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
  /** The name in log lines and statistics: short, constant, and different from the other notifiers'. */
  readonly name: string;

  /**
   * Delivers one alert within `delivery.timeout` (30 s unless set), counted from the call. The application's requests
   * do not wait for it, but share the event loop with it: keep CPU work short, or pause it now and then.
   *
   * Up to two calls run at the same time. All notifiers receive the same alert, so do not change it.
   *
   * @param signal aborted when the time is over or the application shuts down. The delivery then counts as failed: stop
   *   and free all resources. A call that does not end keeps its alert in memory. After ten such calls, this notifier
   *   receives no further alerts until one of them ends.
   * @returns when the alert has arrived; the promise's value is ignored
   * @throws anything, synchronously or by rejecting. One line is logged, and no other notifier is affected. The next
   *   slow execution of the same endpoint raises another alert for this notifier alone. An error may have the
   *   properties of `DeliveryFault`: `ambiguous` when the alert may have arrived, `permanent` when every attempt would
   *   fail. The notifier itself makes the retries of one delivery. After several failures in a row it is not called for
   *   a while.
   */
  notify(alert: Alert, signal: AbortSignal): Promise<void>;

  /**
   * Delivers a digest, when the option `digest` is set. A notifier without this method receives none. The rules of
   * `notify` apply, with one exception: a digest that failed is not sent again.
   *
   * @param signal aborted when `delivery.timeout` is over or the application shuts down
   */
  digest?(digest: Digest, signal: AbortSignal): Promise<void>;
}

/** Injection token of all notifiers, a `Notifier[]`. @internal */
export const NOTIFIERS = Symbol('PERFORMANCE_MONITOR:NOTIFIERS');
