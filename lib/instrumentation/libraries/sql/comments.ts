import type { SqlReading } from './sql-dialect.js';
import { NO_END, NONE, UNREADABLE } from './token-end.js';

/**
 * The place after a comment in signs of division.
 *
 * @returns or a constant of `token-end.ts`
 * @internal
 */
export function endOfComment(sql: string, from: number, { dialect }: SqlReading): number {
  if (!sql.startsWith('/*', from)) return NONE;
  let depth = 1;
  for (let at = from + 2; at < sql.length - 1; at++) {
    if (sql.startsWith('*/', at)) {
      at++;
      depth--;
      if (depth === 0) return isCode(sql, from, at) ? UNREADABLE : at + 1;
    } else if (sql.startsWith('/*', at)) {
      if (dialect === 'unknown') return UNREADABLE;
      if (dialect !== 'postgresql') continue;
      at++;
      depth++;
    }
  }
  return NO_END;
}

/** MySQL executes such a comment. A quote in it may hide the comment's end. */
function isCode(sql: string, from: number, to: number): boolean {
  const text = sql.slice(from, to);
  return /^\/\*M?!/.test(text) && /["'`#]|--/.test(text);
}

/**
 * The place after a comment that two dashes begin. In MySQL a space follows them: `5--3` is 8.
 *
 * @returns or a constant of `token-end.ts`
 * @internal
 */
export function endOfDashes(sql: string, from: number, { dialect }: SqlReading): number {
  if (!sql.startsWith('--', from)) return NONE;
  const hasSpace = from + 2 === sql.length || sql.charCodeAt(from + 2) <= 0x20;
  if (hasSpace || dialect === 'postgresql' || dialect === 'sqlite') return endOfLine(sql, from);
  return dialect === 'mysql' ? NONE : UNREADABLE;
}

/** The place after a comment that `#` begins in MySQL, or a constant of `token-end.ts`. @internal */
export function endOfHash(sql: string, from: number, { dialect }: SqlReading): number {
  if (dialect === 'mysql') return endOfLine(sql, from);
  return dialect === 'postgresql' ? NONE : UNREADABLE;
}

/** Servers disagree whether a carriage return alone ends a line. */
function endOfLine(sql: string, from: number): number {
  const newline = sql.indexOf('\n', from);
  const end = newline < 0 ? sql.length : newline;
  const line = sql.slice(from, end);
  const carriageReturn = line.indexOf('\r');
  return carriageReturn >= 0 && carriageReturn < line.length - 1 ? UNREADABLE : end;
}
