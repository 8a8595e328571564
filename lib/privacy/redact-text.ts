import type { IsSensitive } from './name-rules.js';
import { redactNamedValues } from './named-values.js';
import { REDACTED } from './redacted.js';
import { isSensitiveName } from './sensitive-names.js';
import { redactProseValues } from './prose-values.js';
import { redactSql } from './sql-values.js';
import { redactTokens } from './token-patterns.js';
import { redactUrls } from './url-secrets.js';

/** A run of characters that may be percent-encoded, such as a URL in a path. */
const ENCODED = /[^\s"'<>&=?#/;,]+/g;

/** A URL in a parameter of a URL in a parameter of a URL. Deeper values are masked as a whole. */
const MAX_NESTING = 3;

/**
 * Masks the secrets in any text, a URL included:
 *
 * - the user part of URLs, and tokens in their paths,
 * - the values of sensitive names,
 * - credentials, tokens and card numbers, by their format,
 * - the values in SQL.
 *
 * Takes time in proportion to the text, and never throws. Masking the result again changes nothing.
 *
 * @internal
 */
export function redactText(text: string, isSensitive: IsSensitive = isSensitiveName, nesting = 0): string {
  const decode = (value: string): string => redactEncoded(value, isSensitive, nesting);
  const redactValue = (value: string): string => (value.includes('+') ? redactSpaced(value, decode) : decode(value));
  const isNamed: IsSensitive = name => isSensitive(decoded(name));
  const named = redactNamedValues(redactTokens(redactUrls(text)), isNamed, redactValue);
  const shown = redactSql(redactProseValues(named, isSensitive));
  return nesting === 0 && shown.includes('%') ? shown.replace(ENCODED, decode) : shown;
}

/** A percent-encoded value without a secret stays unchanged. */
function redactEncoded(value: string, isSensitive: IsSensitive, nesting: number): string {
  const plain = decoded(value);
  if (plain === value) return value;
  if (nesting >= MAX_NESTING) return REDACTED;
  const redacted = redactText(plain, isSensitive, nesting + 1);
  return redacted === plain ? value : encoded(redacted);
}

/** The value of a parameter with `+` for spaces. */
function redactSpaced(value: string, decode: (value: string) => string): string {
  const plain = value.replaceAll('+', '%20');
  const redacted = decode(plain);
  return redacted === plain ? value : redacted.replaceAll('%20', '+');
}

/** Percent-decodes ASCII characters only. That is enough for names and separators, and can not fail. */
function decoded(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/%([0-7][\da-f])/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

function encoded(text: string): string {
  return text.replace(/[\s"#%&+=<>?]/g, character => encodeURIComponent(character));
}
