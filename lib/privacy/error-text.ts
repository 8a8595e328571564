import { types } from 'node:util';
import { oneLine } from './one-line.js';
import { redactText } from './redact-text.js';

const LONGEST_READ = 4_096;

/**
 * An error's message, fit for one line of a log: of anything that can be thrown, secrets masked. Never throws.
 *
 * @internal
 */
export function errorText(error: unknown): string {
  try {
    const message = types.isNativeError(error) ? error.message : String(error);
    return oneLine(redactText(String(message).slice(0, LONGEST_READ))) || 'no message';
  } catch {
    return 'an error that can not be described';
  }
}
