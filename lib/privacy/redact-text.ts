import { isCardNumber } from './card-number.js';
import { isSensitiveName } from './sensitive-names.js';

/** What stands in the place of a secret. @internal */
export const REDACTED = '[REDACTED]';

/** No pattern looks further back or ahead than this, so that no text makes them slow. */
const PEM_BLOCK = /-----BEGIN [A-Z0-9 ]{1,64}-----[^]*?(?:-----END [A-Z0-9 ]{1,64}-----|$)/g;
const AUTHORIZATION = /\b(Bearer|Basic)( {1,8})[\w+/=.~-]{4,}/gi;
/** A JSON object in base64url, as tokens begin with: the parts behind it may have been cut off. */
const JSON_WEB_TOKEN = /(?<![\w-])eyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g;
const URL_USER = /\/\/[^\s/?#"'<>]{1,512}@/g;
/** A comma or a semicolon ends the value only when another parameter follows it. */
const PARAMETER =
  /(^|[?&#;,\s])([^\s=&#?;,"'<>]{1,256})=("(?:[^"\\]|\\.)*"?|[^\s&#;,"'<>]*(?:[;,](?![^\s=&#;,]{1,64}=)[^\s&#;,"'<>]*)*)/g;
const JSON_MEMBER = /"([^"\\]{1,256})"(\s{0,8}:\s{0,8})("(?:[^"\\]|\\.)*"?|[^\s,}\]"]+)/g;
const DIGITS =
  /(?<![A-Za-z0-9])[2-6](?:\d{12,18}|\d{3}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{3}([ -])\d{6}\2\d{5})(?![A-Za-z0-9])/g;

/** A URL in a parameter of a URL in a parameter of a URL: deeper ones are masked as a whole. */
const MAX_NESTING = 3;

/**
 * Masks what looks like a secret in any text, a URL included: `Bearer` and `Basic` credentials, JSON web tokens, PEM
 * blocks, the user part of a URL, parameters and JSON members with a sensitive name, and card numbers. Never throws.
 *
 * @internal
 */
export function redactText(text: string, nesting = 0): string {
  return text
    .replace(PEM_BLOCK, REDACTED)
    .replace(URL_USER, `//${REDACTED}@`)
    .replace(JSON_MEMBER, (all, name: string, colon: string) =>
      isSensitiveName(name) ? `"${name}"${colon}"${REDACTED}"` : all,
    )
    .replace(
      PARAMETER,
      (_, before: string, name: string, value: string) => `${before}${name}=${parameter(name, value, nesting)}`,
    )
    .replace(AUTHORIZATION, `$1$2${REDACTED}`)
    .replace(JSON_WEB_TOKEN, REDACTED)
    .replace(DIGITS, digits => (isCardNumber(digits) ? REDACTED : digits));
}

function parameter(name: string, value: string, nesting: number): string {
  if (value === '') return value;
  if (isSensitiveName(decoded(name))) return REDACTED;
  const plain = decoded(value);
  if (plain === value) return value;
  if (nesting >= MAX_NESTING) return REDACTED;
  const redacted = redactText(plain, nesting + 1);
  return redacted === plain ? value : encoded(redacted);
}

/** Percent-decodes ASCII characters only: enough to see names and separators, and nothing in it can be malformed. */
function decoded(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/%([0-7][\da-f])/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

function encoded(text: string): string {
  return text.replace(/[\s"#%&+=<>?]/g, character => encodeURIComponent(character));
}
