import { jsonObject } from '../http-client/json-object.js';
import type { HttpAnswer } from '../http-client/read-answer.js';

/** The sentence and the number that describe the error. */
interface Refusal {
  readonly text: string | undefined;
  readonly code: number | undefined;
}

/** Reads the reason from the answer of a service. Pages of HTML have none that fits into a line. @internal */
export function refusalOf({ text, contentType }: HttpAnswer): Refusal {
  if (contentType === 'text/html') return { text: undefined, code: undefined };
  const json = jsonObject(text);
  if (json === undefined) return { text: contentType === 'text/plain' ? text : undefined, code: undefined };
  const reason = [json['message'], json['error'], json['detail']].find(value => typeof value === 'string');
  return { text: reason as string | undefined, code: typeof json['code'] === 'number' ? json['code'] : undefined };
}
