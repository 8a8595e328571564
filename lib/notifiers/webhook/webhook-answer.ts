import type { HttpAnswer } from '../http-client/read-answer.js';
import { isRedirect, redirectTarget, refusedAnswer } from '../http-client/refused-answer.js';
import { serviceWords } from '../http-client/service-words.js';
import { refusalOf } from './refusal.js';

/** Discord's number for a forum, which requires a thread. */
const NEEDS_THREAD = 220_001;
const THREAD =
  "the channel is a forum, which accepts no post without a thread: add ?thread_id=<the thread's id> to webhook.url";

/**
 * Accepts every status 2xx.
 *
 * @throws AttemptError with the remedy, for any other status
 * @internal
 */
export function webhookAnswer(answer: HttpAnswer, url: URL): void {
  const { status } = answer;
  if (status >= 200 && status < 300) return;
  const refusal = refusalOf(answer);
  const words = status < 500 ? serviceWords(refusal.text, url) : undefined;
  const quote = words === undefined ? '' : ` (its answer: ${words})`;
  const todo = refusal.code === NEEDS_THREAD ? THREAD : remedy(answer, url);
  throw refusedAnswer(answer, `${url.host} answered ${status}: ${todo}${quote}`, false);
}

function remedy(answer: HttpAnswer, url: URL): string {
  const { status } = answer;
  if (isRedirect(status)) return `it redirects to ${redirectTarget(answer, url)}: set webhook.url to that address`;
  switch (status) {
    case 400:
    case 422:
      return 'it does not accept this body: check webhook.format';
    case 401:
      return 'the credentials are missing, wrong or revoked: check webhook.headers and webhook.url';
    case 403:
      return 'it forbids the request: check webhook.secret, webhook.headers, and the rights of the webhook';
    case 404:
    case 410:
      return 'the webhook is unknown or was deleted: check webhook.url';
    case 405:
      return 'it accepts no POST: check webhook.url';
    case 413:
      return 'the body is too large for it: raise its limit';
    case 429:
      return 'its rate limit was reached: send fewer alerts';
    default:
      return status >= 500 ? 'the server failed: check its log' : 'check webhook.url';
  }
}
