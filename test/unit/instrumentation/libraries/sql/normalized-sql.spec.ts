import { describe, expect, it } from '@jest/globals';
import { normalizedSql } from '../../../../../lib/instrumentation/libraries/sql/normalized-sql.js';
import type { SqlDialect } from '../../../../../lib/instrumentation/libraries/sql/sql-dialect.js';

const DIALECTS: readonly SqlDialect[] = ['postgresql', 'mysql', 'sqlite', 'unknown'];

describe('normalizedSql', () => {
  it.each([
    ['SELECT * FROM prices WHERE sku = $1', 'SELECT * FROM prices WHERE sku = ?'],
    ["select a.b, count(*) from t a where x='secret'", 'select a.b, count(*) from t a where x=?'],
    ['SELECT *\n  FROM t -- a comment\n WHERE a = 1 /* b */ AND c = 2', 'SELECT * FROM t WHERE a = ? AND c = ?'],
    ['SELECT a FROM t WHERE id IN (1, 2,3)', 'SELECT a FROM t WHERE id IN (?)'],
    ["SELECT a FROM t WHERE id IN ( 'x' , NULL, -3 )", 'SELECT a FROM t WHERE id IN (?)'],
    ["SELECT a FROM t WHERE (a, b) IN ((1, 'x'), (2, 'y'))", 'SELECT a FROM t WHERE (a, b) IN ((?))'],
    ["INSERT INTO t (a, b) VALUES (1, 'x')", 'INSERT INTO t (a, b) VALUES (?)'],
    ["INSERT INTO t (a, b) VALUES (1, 'x'), (2, NULL), (DEFAULT, 'z')", 'INSERT INTO t (a, b) VALUES (?)'],
    [
      'INSERT INTO t (a) VALUES (?), (?) ON CONFLICT (a) DO NOTHING',
      'INSERT INTO t (a) VALUES (?) ON CONFLICT (a) DO NOTHING',
    ],
    ['INSERT INTO t VALUES (1, now(), 2), (3, now(), 4)', 'INSERT INTO t VALUES (?, now(), ?)'],
    ['UPDATE t SET a = -1, b = 1.5e-10 WHERE c > .5 AND d = 0xDEAD', 'UPDATE t SET a = ?, b = ? WHERE c > ? AND d = ?'],
    ['SELECT a - 1, -1, b-2 FROM t LIMIT 10', 'SELECT a - ?, ?, b-? FROM t LIMIT ?'],
    ['SELECT a FROM t WHERE ok = true AND b IS NOT TRUE', 'SELECT a FROM t WHERE ok = ? AND b IS NOT TRUE'],
    ["SELECT a FROM t WHERE a BETWEEN -5 AND -6 OR b LIKE 'x%'", 'SELECT a FROM t WHERE a BETWEEN ? AND ? OR b LIKE ?'],
    ['SELECT coalesce(sum(a), 0) FROM t GROUP BY 1, 2', 'SELECT coalesce(sum(a), ?) FROM t GROUP BY ?'],
    ["SELECT 'a' 'b', N'c', X'00', B'01'", 'SELECT ?'],
    ['BEGIN', 'BEGIN'],
    ['SELECT 1;', 'SELECT ?;'],
  ])('is the same in every dialect: %s', (sql, expected) => {
    for (const dialect of DIALECTS)
      expect(`${dialect}: ${normalizedSql(sql, dialect)}`).toBe(`${dialect}: ${expected}`);
  });

  it.each<[SqlDialect, string, string]>([
    ['postgresql', `SELECT "a"."b c", "x"::int FROM "T"`, `SELECT "a".?, "x"::int FROM "T"`],
    ['postgresql', `SELECT $1::int, $2::int, E'it\\'s', U&'\\0061' UESCAPE '!'`, 'SELECT ?::int, ? UESCAPE ?'],
    ['postgresql', `SELECT $$it's$$, $tag$a $$ b$tag$, a->>'k', b #> '{a}'`, 'SELECT ?, a->>?, b #> ?'],
    ['postgresql', `SELECT ARRAY['a', 'b'], c[1] /* a /* nested ' */ */ FROM t`, 'SELECT ARRAY[?], c[?] FROM t'],
    ['postgresql', `SELECT '\\' AS a, 'C:\\' AS b`, 'SELECT ? AS a, ? AS b'],
    ['postgresql', 'SELECT a FROM t WHERE d ? $1 AND e @> $2', 'SELECT a FROM t WHERE d ? AND e @> ?'],
    ['mysql', 'SELECT `a`.`b` FROM `t` WHERE c = "secret" # x', 'SELECT `a`.`b` FROM `t` WHERE c = ?'],
    ['mysql', `SELECT _utf8mb4'x', 'it\\'s', 5--3, @@sql_mode, @v`, 'SELECT ?, ?-?, @@sql_mode, ?'],
    ['mysql', "SELECT a FROM t WHERE b = 'x\\\\' AND c = 'y'", 'SELECT a FROM t WHERE b = ? AND c = ?'],
    [
      'sqlite',
      'SELECT [a], `b`, "c" FROM [odd name] WHERE d = @p AND e = :q AND f = ?1',
      'SELECT [a], `b`, "c" FROM ? WHERE d = ? AND e = ? AND f = ?',
    ],
    ['unknown', 'SELECT "secret" FROM t WHERE a = @p', 'SELECT ? FROM t WHERE a = ?'],
  ])('reads %s: %s', (dialect, sql, expected) => {
    expect(normalizedSql(sql, dialect)).toBe(expected);
  });

  it.each<[SqlDialect, string]>([
    ['postgresql', "SELECT 'secret"],
    ['postgresql', 'SELECT $q$secret'],
    ['postgresql', 'SELECT `a`'],
    ['postgresql', 'SELECT (secret'],
    ['postgresql', 'SELECT (secret]'],
    ['postgresql', 'SELECT /* secret'],
    ['postgresql', 'SELECT \\secret'],
    ['postgresql', "SELECT 'a\\', secret, 'b', ', more, 'c\\'"],
    ['mysql', "SELECT /*! 'secret */ 1"],
    ['mysql', 'SELECT a\u0000secret'],
    ['unknown', "SELECT E'secret'"],
    ['unknown', 'SELECT $q$secret$q$'],
    ['unknown', "SELECT q'[it's secret]'"],
    ['unknown', 'SELECT 1--secret'],
    ['unknown', 'SELECT # secret'],
    ['unknown', "SELECT [it's secret]"],
    ['unknown', 'SELECT /* /* */ secret'],
    ['unknown', "SELECT 1 -- it's\r secret"],
    ['sqlite', `SELECT ${'('.repeat(500)}secret${')'.repeat(500)}`],
  ])('shows only the verb of a text that it cannot read: %s %s', (dialect, sql) => {
    expect(normalizedSql(sql, dialect)).toBe('SELECT (unparsed)');
  });

  it('shows no word of a text that begins with none of SQL', () => {
    expect(normalizedSql("secret 'x", 'unknown')).toBe('SQL (unparsed)');
    expect(normalizedSql("'x", 'unknown')).toBe('SQL (unparsed)');
    expect(normalizedSql('', 'unknown')).toBe('SQL (unparsed)');
  });

  it('cuts a label at 300 characters, and leaves out columns before the table', () => {
    const columns = Array.from({ length: 100 }, (_, i) => `"t"."column_${i}"`).join(', ');
    expect(normalizedSql(`SELECT ${columns} FROM "t" WHERE a = 1`, 'postgresql')).toBe('SELECT … FROM "t" WHERE a = ?');
    const names = Array.from({ length: 100 }, (_, i) => `column_${i} = ?`).join(', ');
    const label = normalizedSql(`UPDATE t SET ${names}`, 'mysql');
    expect(label).toHaveLength(300);
    expect(label).toMatch(/^UPDATE t SET column_0 = \?, .*…$/);
  });

  it('reads the beginning of a long text, and gives it one label', () => {
    const rows = (shift: string): string =>
      Array.from({ length: 2_000 }, (_, i) => `(${shift}${i}, 'secret ${i}')`).join(', ');
    for (const shift of ['', '1', '12', '123', '1234'])
      expect(normalizedSql(`INSERT INTO t (a, b) VALUES ${rows(shift)}`, 'postgresql')).toBe(
        'INSERT INTO t (a, b) VALUES (?)…',
      );
    expect(normalizedSql(`INSERT INTO t VALUES ('it\\'s'), ${rows('')}`, 'mysql')).toBe('INSERT (unparsed)');
    expect(normalizedSql(`SELECT a FROM t WHERE id IN (${rows('').replaceAll(/[()]/g, '')})`, 'mysql')).toBe(
      'SELECT a FROM t WHERE id IN (?…',
    );
  });
});
