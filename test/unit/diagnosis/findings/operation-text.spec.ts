import { describe, expect, it } from '@jest/globals';
import { operationText } from '../../../../lib/diagnosis/findings/operation-text.js';
import type { Wait } from '../../../../lib/diagnosis/timeline/phases.js';

const query = (label: string): Wait => {
  return { on: 'database', label, isOperation: true, system: 'postgresql', peer: 'db:5432/shop' };
};

describe('operationText', () => {
  it.each([
    ['SELECT sku, amount FROM prices WHERE sku = ?', 'SELECT … FROM prices WHERE sku = ?'],
    ['select * from prices', 'select … from prices'],
    ['SELECT (SELECT max(a) FROM b), c FROM prices', 'SELECT … FROM prices'],
    ['SELECT EXTRACT(YEAR FROM at) FROM prices', 'SELECT … FROM prices'],
    ['SELECT now()', 'SELECT now()'],
    ['SELECT (unparsed)', 'SELECT (unparsed)'],
    ['UPDATE prices SET amount = ? FROM x', 'UPDATE prices SET amount = ? FROM x'],
  ])('shortens the columns of %s', (label, text) => {
    expect(operationText(query(label))).toBe(`${text} (PostgreSQL db:5432/shop)`);
  });

  it('names the server of a command, and nothing more of a call', () => {
    const command = { on: 'cache', label: 'GET user:*', isOperation: true, system: 'redis', peer: 'db:6379' } as const;
    expect(operationText(command)).toBe('GET user:* (Redis db:6379)');
    const other = { ...command, on: 'database', system: 'odd', peer: '' } as const;
    expect(operationText(other)).toBe('GET user:* (odd)');
    const call = { ...command, on: 'http', label: 'GET a:80/b' } as const;
    expect(operationText(call)).toBe('GET a:80/b');
  });

  it('names a connection for a wait for a pool', () => {
    const pool = (label: string): Wait => ({ on: 'pool', label, isOperation: true, system: 'x', peer: 'y' });
    expect(operationText(pool('pg 127.0.0.1:5432/shop'))).toBe('a connection of the pg pool');
    expect(operationText(pool('knex'))).toBe('a connection of the knex pool');
    expect(operationText(pool('http pricing:8080'))).toBe('a connection to pricing:8080');
  });
});
