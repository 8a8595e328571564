import type { HttpAnswer } from './read-answer.js';
import { isRedirect, redirectTarget } from './refused-answer.js';

/**
 * The remedy for a status, if the service itself gave no reason.
 *
 * @param option the option with the address: `dingtalk.webhookUrl`
 * @internal
 */
export function statusRemedy(answer: HttpAnswer, url: URL, option: string): string {
  const { status } = answer;
  if (isRedirect(status)) return `it redirects to ${redirectTarget(answer, url)}: set ${option} to that address`;
  if (status === 413) return 'the message is too large for it or for a proxy: raise the limit of the proxy';
  if (status === 429) return 'its rate limit was reached: send fewer alerts';
  if (status >= 500) return 'the service or a proxy failed: check its status';
  return `check ${option}`;
}
