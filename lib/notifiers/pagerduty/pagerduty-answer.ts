import { jsonObject } from '../http-client/json-object.js';
import type { HttpAnswer } from '../http-client/read-answer.js';
import { refusedAnswer } from '../http-client/refused-answer.js';
import { AttemptError } from '../http-client/retries.js';
import { serviceWords } from '../http-client/service-words.js';
import { statusRemedy } from '../http-client/status-remedy.js';
import { REDACTED } from '../../privacy/redacted.js';

const OPTION = 'pagerduty.serverUrl';

/**
 * Accepts status 2xx: PagerDuty answers 202, and processes the event later.
 *
 * Source: PagerDuty Developer, "Events API v2: Overview", response codes and retry logic, 2025.
 *
 * @throws AttemptError with the remedy
 * @internal
 */
export function pagerDutyAnswer(answer: HttpAnswer, url: URL, routingKey: string): void {
  const { status } = answer;
  if (status >= 200 && status < 300) {
    if (answer.contentType !== 'text/html') return;
    const text = `${url.host} answers with a web page, not like PagerDuty: check ${OPTION}`;
    throw new AttemptError(text, { retry: false, permanent: true });
  }
  const words = serviceWords(reasonOf(answer)?.replaceAll(routingKey, REDACTED), url);
  const quote = words === undefined ? '' : ` (its answer: ${words})`;
  throw refusedAnswer(
    answer,
    `PagerDuty refused the event, ${status}: ${remedy(answer, url)}${quote}`,
    words !== undefined,
  );
}

function remedy(answer: HttpAnswer, url: URL): string {
  switch (answer.status) {
    case 400:
    case 403:
      return 'check pagerduty.routingKey, which needs an integration of the type Events API V2, and the service region in pagerduty.serverUrl';
    case 429:
      return 'its rate limit for the service was reached: send fewer alerts';
    default:
      return statusRemedy(answer, url, OPTION);
  }
}

/** `Event object is invalid: Length of 'routing_key' is incorrect` */
function reasonOf({ text }: HttpAnswer): string | undefined {
  const { message, errors } = jsonObject(text) ?? {};
  if (typeof message !== 'string') return undefined;
  const details = Array.isArray(errors) ? errors.filter(each => typeof each === 'string') : [];
  return [message, ...details].join(': ');
}
