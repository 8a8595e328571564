import type { Duration } from './option-values.interface.js';

/**
 * The delivery of alerts. Each notifier delivers on its own: one that is slow or fails delays neither the others nor any
 * request.
 *
 * @example
 * delivery: { timeout: '10s', shutdownTimeout: '2s' } // the platform kills the process 5 s after the stop signal
 *
 * @publicApi
 */
export interface DeliveryOptions {
  /**
   * Alerts that wait for one notifier, 1 to 100 000. When there are more, or more than 64 MB, the oldest are dropped and
   * counted.
   *
   * @default 1000
   */
  queueSize?: number;

  /**
   * Time limit for one delivery by one notifier, retries included: 100 ms to 10 min.
   *
   * @default '30s'
   */
  timeout?: Duration;

  /**
   * How long the shutdown of the application waits for pending alerts: 0 to 5 min. Later ones are given up. The next slow
   * execution of the same endpoint raises the alert again, in any process.
   *
   * @default '5s'
   */
  shutdownTimeout?: Duration;
}
