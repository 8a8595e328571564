import { oneLine } from '../../model/format/one-line.js';
import { decodeUri } from '../../platform/decode-uri.js';
import { REDACTED } from '../../privacy/redacted.js';
import { redactText } from '../../privacy/redact-text.js';

const MAX_READ = 2_000;
const MAX_SHOWN = 200;
/** A part of a path that may be a secret, unlike a word such as `services`. */
const SECRET_PART = /\d|^.{16,}$/;
const SHORTEST_SECRET = 4;

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
