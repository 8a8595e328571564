import { Session } from 'node:inspector';
import { clearTimeout, setTimeout } from '../../platform/host-timers.js';

/** Code in JavaScript answers within milliseconds, native code when it returns. */
const ANSWER_WITHIN_MS = 2_000;

/**
 * The application's thread, through the inspector. It answers in the middle of its code. Ends with {@link disconnect}: a session
 * that stays open would print a line when the process exits.
 *
 * @internal
 */
export class MainThread {
  private readonly session = new Session();

  /** @throws when the process has no inspector or denies it */
  constructor() {
    this.session.connectToMainThread();
  }

  /** @returns the value, or `undefined` when it is no text or the thread does not answer in time */
  evaluate(expression: string): Promise<string | undefined> {
    return new Promise(resolve => {
      const late = setTimeout(resolve, ANSWER_WITHIN_MS, undefined);
      this.session.post('Runtime.evaluate', { expression, returnByValue: true, silent: true }, (error, answer) => {
        const value: unknown = error === null ? answer.result.value : undefined;
        clearTimeout(late);
        resolve(typeof value === 'string' ? value : undefined);
      });
    });
  }

  /** Never throws. */
  disconnect(): void {
    try {
      this.session.disconnect();
    } catch {
      // The process ends.
    }
  }
}
