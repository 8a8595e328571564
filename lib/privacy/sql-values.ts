import { REDACTED } from './redacted.js';

/** `+` and `%20` are spaces in a URL. A statement shortened to `SELECT …` has no values any more. */
const SELECT = /\bselect(?:\s(?!…)|\+|%20)/i;
/** `select` and `from` are ordinary words, so a statement must have more than these. */
const FROM = /\bfrom\b/i;
const MARKED = /[*=(;'"`$]|\b(?:where|join|limit|having|order|group|union)\b/i;
const WRITE =
  /\b(?:insert\s{1,8}into|replace\s{1,8}into|merge\s{1,8}into|delete\s{1,8}from|update\s{1,8}\S{1,128}\s{1,8}set|(?:alter|create)\s{1,8}(?:user|role|login))\b/i;
const ROUTINE = /\b(?:CALL|EXEC|EXECUTE)\s/;

const COMMENT = /\/\*[^*]*(?:\*(?!\/)[^*]*)*(?:\*\/|$)|--[^\n]*/g;
/** `'it''s'`, `E'\''`, and from `$tag$` to the end: a body of code can contain any text. */
const STRING = /[bexn]?'(?:[^'\\]|''|\\[^])*(?:'|$)|\$(?:[a-z_]\w{0,29})?\$[^]*/gi;
/** Neither placeholders (`$1`, `:id`) nor digits in names (`address2`), nor the figures of a headline. */
const NUMBER =
  /(?<=[=<>(,]\s{0,4}[-+]?|\b(?:limit|offset|between|and|or|in|like|top|then|else|when|select|interval|values|first|next|set)\s{1,4}[-+]?)(?:0x[\da-f]+|\d+(?:\.\d*)?(?:e[-+]?\d+)?|\.\d+)\b(?![\d.]* (?:%\)|at a time,))/gi;

/** Text in double quotes may be a value after these words; before them, it is a column. */
const CONDITION = /\b(?:values|where|set|having)\b/i;
const QUOTED = /"(?:[^"\\]|\\[^])*(?:"|$)/g;
const BEFORE_NAME = /(?:\.|\b(?:by|as|returning|join|from|into|update)\s{1,4})$/i;
const AFTER_NAME = /^\s{0,4}(?:[.=<>!]|[-+*/%]\s{0,4}\?|(?:is|in|not|like|ilike|between)\b)/i;
const CONTEXT = 20;

/** Values in error messages of PostgreSQL, MySQL, MongoDB and SQL Server. */
const FAILING_ROW = /(\bFailing row contains )\([^\n]*\)/g;
const KEY_VALUE = /(\bKey \([^()\n]{1,256}\)=)\([^\n]{0,1024}?\)(?=\s|$|\.)/g;
const DUPLICATE_ENTRY = /(\bDuplicate entry )'[^\n]*?'(?= for key)/g;
const DUPLICATE_KEY = /(\bdup key: )\{[^\n}]*\}?|(\bduplicate key value is )\([^\n)]*\)?/gi;

/**
 * Removes the values from SQL within any text: literals become `?`, and comments are removed. All text after the
 * beginning of a statement counts as SQL. Rows and keys in error messages of databases are masked.
 *
 * @internal
 */
export function redactSql(text: string): string {
  const start = startOf(text);
  const shown = start < 0 ? text : text.slice(0, start) + withoutLiterals(text.slice(start));
  return shown
    .replace(FAILING_ROW, `$1(${REDACTED})`)
    .replace(KEY_VALUE, `$1(${REDACTED})`)
    .replace(DUPLICATE_ENTRY, `$1'${REDACTED}'`)
    .replace(DUPLICATE_KEY, (_, mongo?: string, server?: string) => `${mongo ?? server ?? ''}(${REDACTED})`);
}

/** Start of the first statement; -1 without one. */
function startOf(text: string): number {
  const starts = [startOfSelect(text), text.search(WRITE), text.search(ROUTINE)].filter(index => index >= 0);
  return starts.length === 0 ? -1 : Math.min(...starts);
}

function startOfSelect(text: string): number {
  const at = text.search(SELECT);
  if (at < 0) return -1;
  const rest = text.slice(at);
  return FROM.test(rest) && MARKED.test(rest) ? at : -1;
}

function withoutLiterals(sql: string): string {
  const plain = sql.replace(COMMENT, '').replace(STRING, '?').replace(NUMBER, '?');
  const condition = plain.search(CONDITION);
  return condition < 0 ? plain : plain.slice(0, condition) + plain.slice(condition).replace(QUOTED, withoutQuoted);
}

/** MySQL writes texts in double quotes; other databases write columns in them. */
function withoutQuoted(quoted: string, at: number, sql: string): string {
  const end = at + quoted.length;
  const isName =
    BEFORE_NAME.test(sql.slice(Math.max(0, at - CONTEXT), at)) || AFTER_NAME.test(sql.slice(end, end + CONTEXT));
  return isName ? quoted : '?';
}
