import type { MonitorLogger } from '../../logging/monitor.logger.js';
import { errorText } from '../../privacy/error-text.js';
import { NoAnswerError, RefusalError } from './store-faults.js';

const MEANWHILE = 'until then this process remembers by itself what it has alerted';

/**
 * Says in the log that the store of claims is away, why, and that it is back: each once.
 *
 * @internal
 */
export class StoreOutage {
  private over: string | undefined;

  constructor(private readonly logger: MonitorLogger) {}

  /**
   * @param isAway it has failed several times in a row. A refusal is said at once: it does not pass by itself, and a
   * process that lives for one alert sees one failure.
   */
  failed(error: unknown, isAway: boolean): void {
    if (this.over !== undefined || !(isAway || error instanceof RefusalError)) return;
    if (error instanceof RefusalError) {
      this.begin(`${errorText(error)}; ${MEANWHILE}`, 'works again');
    } else if (error instanceof NoAnswerError) {
      this.begin(`does not answer (${errorText(error)}); ${MEANWHILE}`, 'answers again');
    } else {
      this.begin(`fails (${errorText(error)}); ${MEANWHILE}`, 'works again');
    }
  }

  succeeded(): void {
    if (this.over !== undefined) this.logger.info(`The store of claims ${this.over}`);
    this.over = undefined;
  }

  private begin(what: string, over: string): void {
    this.over = over;
    this.logger.warn(`The store of claims ${what}`);
  }
}
