import { oneLine } from '../../model/format/one-line.js';
import { decodeUri } from '../../platform/decode-uri.js';
import { REDACTED } from '../../privacy/redacted.js';
import { redactText } from '../../privacy/redact-text.js';
import type { HttpAnswer } from '../http-client/read-answer.js';

const MAX_READ = 2_000;
const MAX_SHOWN = 200;
/** A part of a path that may be a secret, unlike a word such as `services`. */
const SECRET_PART = /\d|^.{16,}$/;
const SHORTEST_SECRET = 4;

/** The sentence and the number that describe the error. */
interface Refusal {
  readonly text: string | undefined;
  readonly code: number | undefined;
}

/** Reads the reason from the answer of a service. Pages of HTML have none that fits into a line. @internal */
export function refusalOf({ text, contentType }: HttpAnswer): Refusal {
  if (contentType === 'text/html') return { text: undefined, code: undefined };
  const json = objectOf(text);
  if (json === undefined) return { text: contentType === 'text/plain' ? text : undefined, code: undefined };
  const reason = [json['message'], json['error'], json['detail']].find(value => typeof value === 'string');
  return { text: reason as string | undefined, code: typeof json['code'] === 'number' ? json['code'] : undefined };
}

/**
 * The words of a service for a log: on one line, bounded, secrets masked. Many services repeat the address, which is a
 * secret itself.
 *
 * @internal
 */
export function serviceWords(text: string | undefined, url: URL): string | undefined {
  if (text === undefined) return undefined;
  let masked = text.slice(0, MAX_READ);
  for (const secret of secretsOf(url)) masked = masked.replaceAll(secret, REDACTED);
  return oneLine(redactText(masked), MAX_SHOWN) || undefined;
}

/** The longest first: a short one may be a part of a longer one. */
function secretsOf(url: URL): string[] {
  const { href, pathname, search, searchParams, username, password } = url;
  const parts = [
    href,
    pathname + search,
    pathname,
    search,
    ...pathname.split('/').filter(part => SECRET_PART.test(part)),
    ...searchParams.values(),
  ];
  return [...parts, username, password]
    .flatMap(part => [part, decodeUri(part)])
    .filter(part => part.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
}

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
