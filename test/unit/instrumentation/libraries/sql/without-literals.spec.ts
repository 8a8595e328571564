import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { SqlStatements } from '../../../../../lib/instrumentation/libraries/sql/sql-statements.js';
import { withoutLiterals } from '../../../../../lib/instrumentation/libraries/sql/without-literals.js';

describe('withoutLiterals', () => {
  it.each([
    ['select * from item2 where id = 4711', 'select * from item2 where id = ?'],
    ['select 1.5, 0xff, 1e-5', 'select ?, ?, ?'],
    ["select 'it''s', '', \"x\"", 'select ??, ?, ?'],
    ['select `a 1`, b from `my table`', 'select `a 1`, b from `my table`'],
    ["insert into a values (1, 'b\\n'), (2, '--')", 'insert into a values (?, ?), (?, ?)'],
    ['select ?', 'select ?'],
  ])('replaces the literals of %s', (sql, expected) => {
    expect(withoutLiterals(sql)).toBe(expected);
  });

  it('keeps the names in double quotes of SQLite', () => {
    expect(withoutLiterals('select "a 1" from "t" where b = \'c\'', true)).toBe('select "a 1" from "t" where b = ?');
  });

  it.each([
    "select 'it\\'s', 4711",
    "/* it's */ select 'a', 4711",
    "-- it's\nselect 'a', 4711",
    "# it's\nselect 'a', 4711",
    "select [it's], 'a', 4711",
    `select '${'x'.repeat(10_000)}'`,
  ])('leaves the whole reading of %.20s to others', sql => {
    expect(withoutLiterals(sql)).toBe(sql);
  });

  const SECRET = 'geheim';
  const piece = fc.oneof(
    fc.constantFrom("-- it's\n", "/* it's */", "# it's\n", "[it's]"),
    fc.constantFrom(
      "'",
      '"',
      '`',
      '\\',
      '\n',
      '--',
      '#',
      '/*',
      '*/',
      '[',
      ']',
      "''",
      "\\'",
      '?',
      ' ',
      'a',
      'x = ',
      '(',
      ')',
      ', ',
    ),
    fc.constantFrom(`'${SECRET}'`, `'a ${SECRET}'`, `'it''s ${SECRET}'`, `'it\\'s ${SECRET}'`, `'\n${SECRET}\n'`),
  );

  it.each([
    ['mysql', false],
    ['sqlite', true],
  ] as const)('shows no more than the reading of the whole text (%s)', (dialect, keepsDoubleQuoted) => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), pieces => {
        const sql = `select ${pieces.join('')}`;
        const of = (text: string): string => new SqlStatements(dialect, dialect).of(text, 'db').text;
        if (of(withoutLiterals(sql, keepsDoubleQuoted)).includes(SECRET)) expect(of(sql)).toContain(SECRET);
      }),
      { numRuns: 5_000 },
    );
  });
});
