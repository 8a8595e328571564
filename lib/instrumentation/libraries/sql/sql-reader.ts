import { FoldedSql } from './folded-sql.js';
import { rulesFor, type LexicalRule } from './lexical-rules.js';
import type { SqlReading } from './sql-dialect.js';
import { NO_END, NONE, UNREADABLE } from './token-end.js';

/** A name that can be shown, with its quotes. A longer one, or one with a space, may be a value. */
const PLAIN_NAME = /^(["`]?)[\p{L}_][\p{L}\p{M}\p{N}_$]{0,63}\1$|^\[[\p{L}_][\p{L}\p{M}\p{N}_$]{0,63}\]$/u;

/** The result of {@link readSql}. @internal */
export type ReadSql =
  | FoldedSql
  /** The text is none of SQL in this reading: it ends inside a quoted text, or brackets do not match. */
  | 'impossible'
  /** The text has a part that this reader does not know. */
  | 'unreadable';

/**
 * Reads a text in one way. It reads every character or fails: a character that it skipped could begin a quoted text, and
 * the rest would be read inside out.
 *
 * @param isPart the text goes on behind its end
 * @internal
 */
export function readSql(sql: string, reading: SqlReading, isPart: boolean): ReadSql {
  const folded = new FoldedSql();
  for (let at = 0; at < sql.length;) {
    const end = readToken(sql, at, reading, folded);
    if (end === NO_END && isPart) break;
    if (end < 0) return isImpossible(end, sql.charAt(at), folded) ? 'impossible' : 'unreadable';
    at = end;
  }
  if (!isPart) return folded.end() ? folded : 'impossible';
  folded.cut();
  return folded;
}

/** No dialect has a backslash outside of quoted texts. */
function isImpossible(end: number, first: string, folded: FoldedSql): boolean {
  return end === NO_END || first === '\\' || (/^[)\]]$/.test(first) && !folded.isTooDeep);
}

function readToken(sql: string, from: number, reading: SqlReading, folded: FoldedSql): number {
  for (const rule of rulesFor(sql.charAt(from))) {
    const end = rule.end(sql, from, reading);
    if (end === NONE) continue;
    if (end < 0) return end;
    return add(folded, useOf(rule, reading), sql.slice(from, end)) ? end : UNREADABLE;
  }
  return UNREADABLE;
}

function useOf({ use }: LexicalRule, reading: SqlReading): string {
  return typeof use === 'function' ? use(reading) : use;
}

/** @returns false when brackets do not match */
function add(folded: FoldedSql, use: string, text: string): boolean {
  if (use === 'sign') return folded.sign(text);
  if (use === 'gap') folded.gap();
  else if (use === 'name' && PLAIN_NAME.test(text)) folded.word(text);
  else folded.value();
  return true;
}
