import { endOfComment, endOfDashes, endOfHash } from './comments.js';
import { endOfBracketed, endOfDollarQuoted, endOfPrefixed, endOfQuoted } from './quoted-text.js';
import type { SqlReading } from './sql-dialect.js';
import { NONE, UNREADABLE } from './token-end.js';

/** The use of a token: none, `?` in its place, itself if it is a plain name, or itself. @internal */
export type TokenUse = 'gap' | 'value' | 'name' | 'sign';

/** One kind of token. @internal */
export interface LexicalRule {
  readonly use: TokenUse | ((reading: SqlReading) => TokenUse);
  /** The place after the token, or a constant of `token-end.ts`. */
  end(sql: string, from: number, reading: SqlReading): number;
}

/** @param pattern a sticky one */
function matching(use: TokenUse, pattern: RegExp): LexicalRule {
  return {
    use,
    end(sql, from) {
      pattern.lastIndex = from;
      return pattern.test(sql) ? pattern.lastIndex : NONE;
    },
  };
}

const space = matching('gap', /[ \t\n\r\f\v]+/y);
const word = matching('name', /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y);
/** Also `0xff`, `1_000`, `1e-5`, and names of MySQL that begin with a digit: they are taken for values. */
const number = matching('value', /\.?\d(?:[eE][+-](?=\d)|[\w.$\u0080-\uffff])*/y);
const parameter = matching('value', /\?\d*|[$:@][\w\u0080-\uffff]+/y);
const sessionVariable = matching('sign', /@@[\w.]+/y);
const sign = matching('sign', /::|[-+*/<>=~!%^&|:@#.{}()[\],;]/y);

const prefixed: LexicalRule = { use: 'value', end: endOfPrefixed };
const singleQuoted: LexicalRule = {
  use: 'value',
  end: (sql, from, { escapesSingle }) => endOfQuoted(sql, from, escapesSingle),
};
const doubleQuoted: LexicalRule = {
  use: ({ dialect }) => (dialect === 'postgresql' || dialect === 'sqlite' ? 'name' : 'value'),
  end: (sql, from, { escapesDouble }) => endOfQuoted(sql, from, escapesDouble),
};
const backQuoted: LexicalRule = {
  use: 'name',
  end: (sql, from, { dialect }) => (dialect === 'postgresql' ? UNREADABLE : endOfQuoted(sql, from, false)),
};

const WORD_RULES = [prefixed, word];
const OTHER_RULES = [space, number, parameter, sessionVariable, sign];
const RULES: Readonly<Record<string, readonly LexicalRule[]>> = {
  "'": [singleQuoted],
  '"': [doubleQuoted],
  '`': [backQuoted],
  '[': [{ use: 'name', end: endOfBracketed }, sign],
  '/': [{ use: 'gap', end: endOfComment }, sign],
  '-': [{ use: 'gap', end: endOfDashes }, sign],
  '#': [{ use: 'gap', end: endOfHash }, sign],
  $: [{ use: 'value', end: endOfDollarQuoted }, parameter],
};

/** The rules for tokens that begin with `first`. @internal */
export function rulesFor(first: string): readonly LexicalRule[] {
  return RULES[first] ?? (/[A-Za-z_\u0080-\uffff]/.test(first) ? WORD_RULES : OTHER_RULES);
}
