import { types } from 'node:util';
import { oneLine } from '../model/format/one-line.js';
import { redactText } from './redact-text.js';
import { redactWithin } from './redact-within.js';

const LONGEST_READ = 2_048;

/**
 * The message of an error, or of any other thrown value, for one line of a log. Secrets are masked. Never throws.
 *
 * @param redact masks the secrets; by default with the built-in rules only
 * @internal
 */
export function errorText(error: unknown, redact: (text: string) => string = text => redactText(text)): string {
  try {
    const message = types.isNativeError(error) ? error.message : String(error);
    return oneLine(redactWithin(String(message), LONGEST_READ, redact)) || 'no message';
  } catch {
    return 'an error that can not be described';
  }
}
