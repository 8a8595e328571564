import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { normalizedSql } from '../../../../../lib/instrumentation/libraries/sql/normalized-sql.js';
import type { SqlDialect } from '../../../../../lib/instrumentation/libraries/sql/sql-dialect.js';

/** No statement of this test has a name with this letter. */
const MARK = 'ø';
/** Characters around it that a reader may take for the end of the value, or for something else. */
const PIECES = [
  MARK,
  "'",
  '"',
  '`',
  '\\',
  '$',
  '$$',
  '$q$',
  '--',
  '/*',
  '*/',
  '#',
  '(',
  ')',
  '[',
  ']',
  ',',
  ';',
  '?',
  '%',
  '\n',
  ' ',
  '\0',
  'E',
  'x',
  '0',
  '.',
  '::',
  '@',
  '{',
  '}',
  '|',
  '!',
  '😀',
  '\u00a0',
  '\u2028',
  "''",
  '""',
  '\\\\',
  "\\'",
  '*/ ',
  '-- ',
  "' or '1'='1",
];

/** A way to write a value in a statement, correct for every value. */
interface Form {
  readonly name: string;
  write(value: string): string;
}

const doubled = (value: string, quote: string): string => value.replaceAll(quote, quote + quote);
const escaped = (value: string): string =>
  value.replaceAll(/[\\'"]/g, character => `\\${character}`).replaceAll('\0', '');
const bare = (value: string): string => value.replaceAll(/[^A-Za-zø0-9]/g, '');
const form = (name: string, write: (value: string) => string): Form => ({ name, write });

const standard = form("''", value => `'${doubled(value, "'")}'`);
const national = form("N''", value => `N'${doubled(value, "'")}'`);
const number = form('0x', () => '0xFACADE');
const line = form('--', value => `1 -- ${value.replaceAll(/[\r\n]/g, ' ')}\n`);
const block = form('/* */', value => `1 /* ${value.replaceAll(/[*/]/g, ' ')} */`);
const nested = form('/* /* */ */', value => `1 /* /* ${value.replaceAll(/[*/]/g, ' ')} */ ${MARK} */`);

const FORMS: Readonly<Record<SqlDialect, readonly Form[]>> = {
  postgresql: [
    standard,
    national,
    number,
    line,
    block,
    nested,
    form("E''", value => `E'${escaped(value)}'`),
    form("E'' doubled", value => `e'${doubled(value.replaceAll('\\', '\\\\'), "'")}'`),
    form("U&''", value => `U&'${doubled(value, "'")}'`),
    form("X''", value => `X'${bare(value)}'`),
    form('$$', value => `$$${value.replaceAll('$', '')}$$`),
    form('$tag$', value => `$tag_1$${value.replaceAll('$tag_1$', '')}$tag_1$`),
    form('typed', value => `date '${doubled(value, "'")}'`),
    form('cast', value => `'${doubled(value, "'")}'::text`),
    form('array', value => `ARRAY['${doubled(value, "'")}', 'b']`),
    form('odd name', value => `"${doubled(`${value} ${MARK}`, '"')}"`),
  ],
  mysql: [
    form("N''", value => `N'${escaped(value)}'`),
    number,
    line,
    block,
    form("'' escaped", value => `'${escaped(value)}'`),
    form("'' doubled", value => `'${doubled(value.replaceAll('\\', '\\\\'), "'")}'`),
    form('"" escaped', value => `"${escaped(value)}"`),
    form('"" doubled', value => `"${doubled(value.replaceAll('\\', '\\\\'), '"')}"`),
    form("_utf8mb4''", value => `_utf8mb4'${escaped(value)}'`),
    form('#', value => `1 # ${value.replaceAll(/[\r\n]/g, ' ')}\n`),
    form('odd name', value => `\`${doubled(`${value} ${MARK}`, '`')}\``),
  ],
  sqlite: [
    standard,
    number,
    line,
    block,
    form("X''", value => `x'${bare(value)}'`),
    form('odd name', value => `"${doubled(`${value} ${MARK}`, '"')}"`),
    form('[]', value => `[${`${value} ${MARK}`.replaceAll(']', '')}]`),
  ],
  unknown: [
    standard,
    national,
    number,
    line,
    block,
    nested,
    form('""', value => `"${doubled(value, '"')}"`),
    form("'' escaped", value => `'${escaped(value)}'`),
    form('$$', value => `$$${value.replaceAll('$', '')}$$`),
    form("E''", value => `E'${escaped(value)}'`),
    form("q'[]'", value => `q'[${value.replaceAll(']', '')}]'`),
  ],
};

const planted = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map(pieces => MARK + pieces.join('') + MARK);

/** Statements with a place for each of three values. */
const TEMPLATES: readonly ((a: string, b: string, c: string) => string)[] = [
  (a, b, c) => `SELECT a, ${a} AS b FROM t WHERE c = ${b} AND d IN (1, ${c})`,
  (a, b, c) => `INSERT INTO t (a, b) VALUES (1, ${a}), (${b}, NULL), (now(), ${c}) RETURNING a`,
  (a, b, c) => `UPDATE t SET a = ${a}, b = coalesce(b, ${b}) WHERE c LIKE ${c}`,
  (a, b, c) => `DELETE FROM t WHERE a BETWEEN ${a} AND ${b} OR c = -${c}`,
  (a, b, c) => `WITH x AS (SELECT ${a}) SELECT * FROM x WHERE (a, b) = (${b}, ${c}); COMMIT`,
];

const cases = (Object.keys(FORMS) as SqlDialect[]).flatMap(dialect =>
  FORMS[dialect].map(({ name, write }) => [dialect, name, write] as const),
);

describe('a value that is planted in a statement', () => {
  it.each(cases)('is in no label: %s %s', (dialect, _, write) => {
    const forms = FORMS[dialect];
    fc.assert(
      fc.property(
        fc.constantFrom(...TEMPLATES),
        planted,
        planted,
        planted,
        fc.constantFrom(...forms),
        (template, a, b, c, other) => {
          const label = normalizedSql(template(write(a), other.write(b), write(c)), dialect);
          expect(label).not.toContain(MARK);
          expect(label).not.toContain('FACADE');
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is in no label where one value is escaped by a backslash, and another by a second quote', () => {
    const sql = `SELECT a, N'${MARK}\\''${MARK}' AS b FROM t WHERE c = '${MARK}\\'${MARK}' AND d IN (1, N'${MARK}-- ${MARK}')`;
    expect(normalizedSql(sql, 'unknown')).toBe('SELECT (unparsed)');
  });

  it('never throws, and keeps its limit, for any text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<SqlDialect>('postgresql', 'mysql', 'sqlite', 'unknown'),
        fc.array(fc.constantFrom(...PIECES, 'SELECT ', 'VALUES ', ' FROM '), { maxLength: 400 }),
        (dialect, pieces) => {
          expect(normalizedSql(pieces.join(''), dialect).length).toBeLessThanOrEqual(300);
        },
      ),
    );
  });

  it('is in no label of MySQL without escapes', () => {
    const forms = [standard, national, form('""', value => `"${doubled(value, '"')}"`)];
    fc.assert(
      fc.property(
        fc.constantFrom(...TEMPLATES),
        planted,
        planted,
        planted,
        fc.constantFrom(...forms),
        (template, a, b, c, { write }) => {
          expect(normalizedSql(template(write(a), write(b), write(c)), 'mysql')).not.toContain(MARK);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('is in no label of PostgreSQL with escapes in every text', () => {
    const forms = [form("''", value => `'${escaped(value)}'`), form("E''", value => `E'${escaped(value)}'`), number];
    fc.assert(
      fc.property(
        fc.constantFrom(...TEMPLATES),
        planted,
        planted,
        planted,
        fc.constantFrom(...forms),
        (template, a, b, c, { write }) => {
          expect(normalizedSql(template(write(a), `'${escaped(b)}'`, write(c)), 'postgresql')).not.toContain(MARK);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('reads a long text in linear time', () => {
    const texts = [
      "'",
      '"',
      '(',
      '((,',
      '?,',
      '[',
      '--',
      '/*',
      '$a',
      '\\',
      '1e',
      'a.',
      ',',
      '-',
      "E'",
      '\ud83d',
      'values (1),',
    ];
    const start = process.cpuUsage();
    for (const piece of texts)
      for (const dialect of ['postgresql', 'mysql', 'sqlite', 'unknown'] as const)
        normalizedSql(`SELECT ${piece.repeat(Math.floor(9_900 / piece.length))}`, dialect);
    const { user } = process.cpuUsage(start);
    expect(user / 1000 / texts.length / 4).toBeLessThan(20);
  });
});
