import type * as Alerts from './thread-alerts.js';

/**
 * Loads the part of the thread that makes and sends alerts, when it is needed. The package's build replaces this module by one
 * with that code as a text. Evaluated at the start, it would take 10 MB in each process.
 *
 * @internal
 */
export function loadThreadAlerts(): Promise<typeof Alerts> {
  return import('./thread-alerts.js');
}
