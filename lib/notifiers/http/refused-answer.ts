import { AttemptError } from './retries.js';
import type { HttpAnswer } from './read-answer.js';

/** The server says that it did nothing, and may do it later. */
const NOT_NOW = new Set([408, 425, 429, 503]);
/** A proxy's words for: I passed it on, and do not know. */
const UNKNOWN = new Set([502, 504]);

/**
 * What an answer that is no success means for another attempt.
 *
 * @param message one sentence that says what to do
 * @param own whether the answer comes from the server itself, and not from something before it: then its 500 means
 *   that it has failed
 * @internal
 */
export function refusedAnswer(answer: HttpAnswer, message: string, own: boolean): AttemptError {
  const { status } = answer;
  const ambiguous = UNKNOWN.has(status) || (status === 500 && !own);
  const retry = NOT_NOW.has(status) || status >= 500;
  const permanent = !retry || status === 501 || status === 505;
  return new AttemptError(message, {
    retry: retry && !permanent,
    ambiguous,
    permanent,
    retryAfterMs: answer.retryAfterMs,
    status,
  });
}

/** @internal */
export function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

/** Where a redirect leads: the host alone, the rest may be a secret. @internal */
export function redirectTarget(answer: HttpAnswer, from: URL): string {
  try {
    return new URL(answer.location ?? '', from).origin;
  } catch {
    return 'an address that is none';
  }
}
