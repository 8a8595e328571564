import type { MonitorLogger } from '../../logging/monitor.logger.js';
import { errorText } from '../../privacy/error-text.js';
import { NoAnswerError, RefusalError } from './store-faults.js';

const MEANWHILE = 'until then this process dedupes its alerts by itself';

/**
 * Logs the beginning of an outage of the store, with its cause, and its end: once each.
 *
 * @internal
 */
export class StoreOutage {
  private recovery: string | undefined;

  constructor(private readonly logger: MonitorLogger) {}

  /**
   * @param isOpened several calls in a row have failed. A refusal is logged at once: it does not pass by itself, and a
   * short-lived process may have only one failure.
   */
  failed(error: unknown, isOpened: boolean): void {
    if (this.recovery !== undefined || !(isOpened || error instanceof RefusalError)) return;
    if (error instanceof RefusalError) {
      this.begin(`${errorText(error)}; ${MEANWHILE}`, 'works again');
    } else if (error instanceof NoAnswerError) {
      this.begin(`does not answer (${errorText(error)}); ${MEANWHILE}`, 'answers again');
    } else {
      this.begin(`fails (${errorText(error)}); ${MEANWHILE}`, 'works again');
    }
  }

  succeeded(): void {
    if (this.recovery !== undefined) this.logger.info(`The store of claims ${this.recovery}`);
    this.recovery = undefined;
  }

  private begin(what: string, recovery: string): void {
    this.recovery = recovery;
    this.logger.warn(`The store of claims ${what}`);
  }
}
