import { jsonObject } from '../http-client/json-object.js';
import type { HttpAnswer } from '../http-client/read-answer.js';
import { isRedirect, refusedAnswer } from '../http-client/refused-answer.js';
import { AttemptError } from '../http-client/retries.js';
import { serviceWords } from '../http-client/service-words.js';
import { statusRemedy } from '../http-client/status-remedy.js';

const OPTION = 'telegram.serverUrl';

/** Telegram refused the document alone: a message without it may arrive. @internal */
export class DocumentRefused extends AttemptError {}

/** The parts of a refusal. */
interface Refusal {
  readonly description: string;
  /** The new id of a group that has become a supergroup. */
  readonly movedTo: number | undefined;
  readonly retryAfterMs: number | undefined;
}

/**
 * Accepts an answer with `ok: true`.
 *
 * Source: Telegram Bot API 9, "Making requests" and `ResponseParameters`.
 *
 * @throws AttemptError with the remedy
 * @internal
 */
export function telegramAnswer(answer: HttpAnswer, url: URL): void {
  const { status } = answer;
  const json = jsonObject(answer.text);
  if (json?.ok === true && status < 300) return;
  if (json?.ok === false) throw refused(answer, url, refusalOf(json));
  if (status >= 300) {
    const { message, fault } = refusedAnswer(answer, `${url.host} answered ${status}: ${remedy(answer, url)}`, false);
    throw status === 413 ? new DocumentRefused(message, fault) : new AttemptError(message, fault);
  }
  if (answer.contentType === 'text/html') {
    const text = `${url.host} answers with a web page, not like the Bot API: check ${OPTION}`;
    throw new AttemptError(text, { retry: false, permanent: true });
  }
  const text = `the answer of ${url.host} was cut off, or is not the Bot API's: check the chat for the message`;
  throw new AttemptError(text, { retry: false, ambiguous: true });
}

function refused(answer: HttpAnswer, url: URL, refusal: Refusal): AttemptError {
  const { description, retryAfterMs } = refusal;
  const words = serviceWords(description, url);
  const quote = words === undefined ? '' : ` (its answer: ${words})`;
  const message = `Telegram refused the message, ${answer.status}: ${remedy(answer, url, refusal)}${quote}`;
  const { fault } = refusedAnswer({ ...answer, retryAfterMs: retryAfterMs ?? answer.retryAfterMs }, message, true);
  const ofDocument =
    answer.status === 413 || (answer.status === 400 && /document|caption|file|media/i.test(description));
  return ofDocument ? new DocumentRefused(message, fault) : new AttemptError(message, fault);
}

function remedy(answer: HttpAnswer, url: URL, { description = '', movedTo }: Partial<Refusal> = {}): string {
  const { status } = answer;
  if (isRedirect(status)) return statusRemedy(answer, url, OPTION);
  if (movedTo !== undefined) return `the group has become a supergroup: set telegram.chatId to ${movedTo}`;
  switch (status) {
    case 400:
      if (/chat not found/i.test(description))
        return 'no such chat: check telegram.chatId, and add the bot to the chat';
      if (/thread|topic/i.test(description)) return 'no such topic: check telegram.threadId';
      if (/not enough rights/i.test(description)) return 'the bot lacks a right in the chat: make it an administrator';
      return 'it does not accept the message: check telegram.chatId';
    case 401:
      return 'the token is wrong or revoked: set telegram.botToken to the token that @BotFather shows';
    case 403:
      return 'the bot may not write there: add it to the chat, to a channel as an administrator';
    case 404:
      return `the token is wrong, or no Bot API is at this address: check telegram.botToken and ${OPTION}`;
    case 413:
      return 'the report is too large: the Bot API accepts 50 MB';
    default:
      return statusRemedy(answer, url, OPTION);
  }
}

function refusalOf({ description, parameters }: Record<string, unknown>): Refusal {
  const { retry_after: seconds, migrate_to_chat_id: movedTo } = (parameters ?? {}) as Record<string, unknown>;
  return {
    description: typeof description === 'string' ? description : '',
    movedTo: typeof movedTo === 'number' ? movedTo : undefined,
    retryAfterMs: typeof seconds === 'number' && seconds >= 0 ? seconds * 1_000 : undefined,
  };
}
