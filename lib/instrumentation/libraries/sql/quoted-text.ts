import type { SqlReading } from './sql-dialect.js';
import { NO_END, NONE, UNREADABLE } from './token-end.js';

const BACKSLASH = 0x5c;
/** The longest name between the dollars: names of PostgreSQL have at most 63 bytes. */
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]{0,62})?\$/y;
/** Words, or `U&`, directly before a quote. */
const PREFIX = /(?:[uU]&|[\w\u0080-\uffff]+)(?=["'])/y;
/** Prefixes of texts that follow the usual rules. MySQL names a character set: `_utf8mb4'…'`. */
const USUAL_PREFIX = /^(?:[nxb]|_[a-z0-9]+)$/i;
/** Prefixes that change the rules, in some dialects: the escapes of PostgreSQL, the quotes of Oracle. */
const OWN_RULES = /^(?:e|u&|u|q|nq)$/i;

/**
 * The place after a quoted text. A doubled quote is part of the text.
 *
 * @param from the place of the opening quote
 * @returns or `NO_END`
 * @internal
 */
export function endOfQuoted(sql: string, from: number, escapes: boolean): number {
  const quote = sql.charCodeAt(from);
  for (let at = from + 1; at < sql.length; at++) {
    const code = sql.charCodeAt(at);
    if (code === BACKSLASH && escapes) at++;
    else if (code === quote) {
      if (sql.charCodeAt(at + 1) !== quote) return at + 1;
      at++;
    }
  }
  return NO_END;
}

/**
 * The place after a text with a prefix: `E'…'`, `N'…'`, `U&"…"`, `_utf8'…'`.
 *
 * @returns or a constant of `token-end.ts`
 * @internal
 */
export function endOfPrefixed(sql: string, from: number, { dialect, escapesSingle }: SqlReading): number {
  PREFIX.lastIndex = from;
  const prefix = PREFIX.exec(sql)?.[0];
  if (prefix === undefined) return NONE;
  const quote = from + prefix.length;
  if (OWN_RULES.test(prefix)) {
    if (dialect === 'unknown') return UNREADABLE;
    if (dialect === 'postgresql' && /^e$/i.test(prefix))
      return sql[quote] === '"' ? NONE : endOfQuoted(sql, quote, true);
    return dialect === 'postgresql' && prefix.endsWith('&') ? endOfQuoted(sql, quote, false) : NONE;
  }
  return sql[quote] === "'" && USUAL_PREFIX.test(prefix) ? endOfQuoted(sql, quote, escapesSingle) : NONE;
}

/**
 * The place after `$tag$…$tag$`, which only PostgreSQL has.
 *
 * @returns or a constant of `token-end.ts`
 * @internal
 */
export function endOfDollarQuoted(sql: string, from: number, { dialect }: SqlReading): number {
  DOLLAR_TAG.lastIndex = from;
  const tag = DOLLAR_TAG.exec(sql)?.[0];
  if (tag === undefined || dialect === 'mysql' || dialect === 'sqlite') return NONE;
  if (dialect === 'unknown') return UNREADABLE;
  const end = sql.indexOf(tag, from + tag.length);
  return end < 0 ? NO_END : end + tag.length;
}

/**
 * The place after `[…]`. It is a name in SQLite, and an index or the values of an array in PostgreSQL.
 *
 * @returns or a constant of `token-end.ts`: `NONE` when the bracket is a sign of its own
 * @internal
 */
export function endOfBracketed(sql: string, from: number, { dialect }: SqlReading): number {
  if (dialect === 'postgresql') return NONE;
  const end = sql.indexOf(']', from) + 1;
  if (end === 0) return NO_END;
  if (dialect === 'sqlite') return end;
  return dialect === 'unknown' && !/["'`\\]/.test(sql.slice(from, end)) ? NONE : UNREADABLE;
}
