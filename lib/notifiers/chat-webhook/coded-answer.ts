import { jsonObject } from '../http-client/json-object.js';
import type { HttpAnswer } from '../http-client/read-answer.js';
import { refusedAnswer } from '../http-client/refused-answer.js';
import { AttemptError } from '../http-client/retries.js';
import { serviceWords } from '../http-client/service-words.js';
import { statusRemedy } from '../http-client/status-remedy.js';

/** The meaning of one error code. @internal */
export interface CodeMeaning {
  /** The reason and the remedy. */
  readonly todo: string;
  /** `settings`: every message is refused until a person changes something. `message`: this one. `load`: not now. */
  readonly cause: 'settings' | 'message' | 'load';
  /** The shortest pause after which the service accepts messages again, if its documentation states one. */
  readonly pauseMs?: number;
}

/** A service that answers status 200 to refused requests, too, and puts the outcome into the body. @internal */
export interface CodedService {
  readonly title: string;
  /** The option with its address. */
  readonly option: string;
  /** The members that may hold the code, which is 0 after a success. The first that is there counts. */
  readonly codeMembers: readonly string[];
  /** The member with the words of the service. */
  readonly wordsMember: string;
  /** @returns `undefined` for a code without a known meaning */
  meaningOf(code: number, words: string): CodeMeaning | undefined;
}

/**
 * Accepts an answer with the code 0. An answer without a code does not show if the message was accepted.
 *
 * @param url the address of the request; its parts are masked in the words of the service
 * @returns the object in the answer
 * @throws AttemptError with the remedy
 * @internal
 */
export function codedAnswer(answer: HttpAnswer, url: URL, service: CodedService): Record<string, unknown> {
  const { status } = answer;
  const succeeded = status >= 200 && status < 300;
  const json = jsonObject(answer.text);
  const code = service.codeMembers.map(member => json?.[member]).find(value => value !== undefined);
  if (succeeded && json !== undefined && code === 0) return json;
  if (typeof code === 'number' && code !== 0)
    throw refusedCode(answer, url, service, code, json?.[service.wordsMember]);
  if (!succeeded) {
    throw refusedAnswer(answer, `${url.host} answered ${status}: ${statusRemedy(answer, url, service.option)}`, false);
  }
  if (answer.contentType === 'text/html') {
    const text = `${url.host} answers with a web page, not like ${service.title}: check ${service.option}`;
    throw new AttemptError(text, { retry: false, permanent: true });
  }
  const text = `the answer of ${url.host} was cut off, or is not ${service.title}'s: check the chat for the message`;
  throw new AttemptError(text, { retry: false, ambiguous: true });
}

function refusedCode(answer: HttpAnswer, url: URL, service: CodedService, code: number, words: unknown): AttemptError {
  const text = typeof words === 'string' ? words : '';
  const shown = serviceWords(text, url);
  const meaning = service.meaningOf(code, text);
  const todo = meaning?.todo ?? `look up the code in ${service.title}'s documentation`;
  const quote = shown === undefined ? '' : ` (its answer: ${shown})`;
  const notNow = meaning === undefined ? answer.status === 429 || answer.status >= 500 : meaning.cause === 'load';
  return new AttemptError(`${service.title} refused the message, code ${code}: ${todo}${quote}`, {
    retry: notNow,
    permanent: meaning?.cause === 'settings',
    retryAfterMs: answer.retryAfterMs ?? meaning?.pauseMs,
    status: answer.status,
  });
}
