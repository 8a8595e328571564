import { describe, expect, it } from '@jest/globals';
import { SqlStatements } from '../../../../../lib/instrumentation/libraries/sql/sql-statements.js';

const maps = (
  statements: SqlStatements,
  peer: string,
): { byText: Map<string, unknown>; byLabel: Map<string, unknown> } =>
  (statements as unknown as { peers: Map<string, never> }).peers.get(peer) as never;

describe('SqlStatements', () => {
  it('gives equal texts one statement', () => {
    const statements = new SqlStatements('postgresql', 'postgresql');
    const statement = statements.of("SELECT a FROM t WHERE b = 'x'", 'db:5432/shop');
    expect(statement).toEqual({
      on: 'database',
      system: 'postgresql',
      text: 'SELECT a FROM t WHERE b = ?',
      peer: 'db:5432/shop',
    });
    expect(statements.of("SELECT a FROM t WHERE b = 'x'", 'db:5432/shop')).toBe(statement);
    expect(statements.of("SELECT a FROM t WHERE b = 'y'", 'db:5432/shop')).toBe(statement);
    expect(statements.of("SELECT a FROM t WHERE b = 'y'", 'db:5432/other')).not.toBe(statement);
  });

  it('remembers a bounded number of texts, characters, labels and servers', () => {
    const statements = new SqlStatements('mysql', 'mysql');
    for (let i = 0; i < 1_200; i++) statements.of(`SELECT a${i} FROM t WHERE b = '${'x'.repeat(i % 900)}'`, 'db');
    const { byText, byLabel } = maps(statements, 'db');
    expect(byText.size).toBeLessThanOrEqual(500);
    expect(byLabel.size).toBeLessThanOrEqual(500);
    for (let i = 0; i < 300; i++) statements.of(`SELECT ${i} /* ${'x'.repeat(9_000)} */`, 'db');
    expect([...byText.keys()].join('').length).toBeLessThanOrEqual(500_000);
    for (let i = 0; i < 120; i++) statements.of('SELECT 1', `db${i}`);
    expect((statements as unknown as { peers: Map<string, never> }).peers.size).toBeLessThanOrEqual(50);
  });

  it('does not keep a long text', () => {
    const statements = new SqlStatements('mysql', 'mysql');
    const text = `SELECT 1 /* ${'x'.repeat(20_000)} */`;
    expect(statements.of(text, 'db').text).toBe('SELECT…');
    expect(maps(statements, 'db').byText.size).toBe(0);
  });
});
