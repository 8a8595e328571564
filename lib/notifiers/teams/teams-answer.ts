import { jsonObject } from '../http-client/json-object.js';
import type { HttpAnswer } from '../http-client/read-answer.js';
import { isRedirect, refusedAnswer } from '../http-client/refused-answer.js';
import { AttemptError } from '../http-client/retries.js';
import { statusRemedy } from '../http-client/status-remedy.js';

const OPTION = 'teams.webhookUrl';
/** The name of an error of Azure Logic Apps. Its message may repeat the address. */
const ERROR_NAME = /^[A-Za-z]{3,60}$/;

/**
 * Accepts status 2xx: a workflow answers 202 before it posts. Its own errors are in its run history in Power Automate.
 *
 * Source: Microsoft Learn, "Workflow triggers: request", error names of Azure Logic Apps, 2025.
 *
 * @throws AttemptError with the remedy
 * @internal
 */
export function teamsAnswer(answer: HttpAnswer, url: URL): void {
  const { status } = answer;
  if (status >= 200 && status < 300) {
    if (answer.contentType !== 'text/html') return;
    const text = `${url.host} answers with a web page, not like a workflow of Teams: check ${OPTION}`;
    throw new AttemptError(text, { retry: false, permanent: true });
  }
  const { code } = (jsonObject(answer.text)?.error ?? {}) as { code?: unknown };
  const name = typeof code === 'string' && ERROR_NAME.test(code) ? ` ${code}` : '';
  throw refusedAnswer(answer, `${url.host} answered ${status}${name}: ${remedy(answer, url)}`, name !== '');
}

function remedy(answer: HttpAnswer, url: URL): string {
  const { status } = answer;
  if (isRedirect(status)) return statusRemedy(answer, url, OPTION);
  switch (status) {
    case 400:
      return 'the workflow is switched off, or does not accept cards: switch it on, or make one from the template "Send webhook alerts to a channel"';
    case 401:
    case 403:
      return `the signature in the URL is wrong, or not anyone may trigger the workflow: set ${OPTION} to the whole URL, and allow anyone`;
    case 404:
    case 410:
      return `the workflow was deleted: make another, and set ${OPTION} to its URL`;
    default:
      return statusRemedy(answer, url, OPTION);
  }
}
