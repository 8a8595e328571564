import { AttemptError } from './retries.js';
import type { HttpAnswer } from './read-answer.js';

/** The server did nothing, and may accept the request later. */
const NOT_NOW = new Set([408, 425, 429, 503]);
/** A proxy forwarded the request, and has no result. */
const UNKNOWN = new Set([502, 504]);

/**
 * Decides from a refused answer if another attempt may help.
 *
 * @param message one sentence with the remedy
 * @param own true if the server itself answered, not a proxy: only then does status 500 mean that the request failed
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

/** The target of a redirect: its host alone, because the rest may be a secret. @internal */
export function redirectTarget(answer: HttpAnswer, from: URL): string {
  try {
    return new URL(answer.location ?? '', from).origin;
  } catch {
    return 'an invalid address';
  }
}
