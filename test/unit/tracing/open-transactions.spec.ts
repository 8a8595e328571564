import { describe, expect, it } from '@jest/globals';
import { Execution } from '../../../lib/tracing/execution.js';
import { lockedTableOf, lockingOf } from '../../../lib/tracing/locking-statement.js';
import { MAX_TABLES, MAX_TRANSACTIONS, OpenTransactions } from '../../../lib/tracing/open-transactions.js';
import type { Operation } from '../../../lib/tracing/operation.js';
import { beginOperation } from '../../../lib/tracing/running-operation.js';
import type { Statement } from '../../../lib/tracing/statement.interface.js';
import type { Tracer } from '../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../support/call-site.js';

const statementOf = (text: string, peer = 'db/shop'): Statement => {
  return { on: 'database', system: 'postgresql', text, peer };
};

describe('lockingOf', () => {
  it.each([
    ['BEGIN', 'begin'],
    ['START TRANSACTION ISOLATION LEVEL SERIALIZABLE', 'begin'],
    ['commit', 'end'],
    ['ROLLBACK', 'end'],
    ['ROLLBACK TO SAVEPOINT a', 'nothing'],
    ['SAVEPOINT a', 'nothing'],
    ['SELECT * FROM stock WHERE id = ?', 'nothing'],
    ['INSERT INTO stock (id) VALUES (?)', 'nothing'],
    ['SELECT (unparsed)', 'nothing'],
  ])('%s: %s', (text, does) => {
    expect(lockingOf(statementOf(text))).toEqual({ does });
  });

  it.each([
    ['UPDATE stock SET amount = ?', 'stock'],
    ['update only "public"."stock" set amount = ?', 'public.stock'],
    ['UPDATE `stock` SET amount = ?', 'stock'],
    ['DELETE FROM stock WHERE id = ?', 'stock'],
    ['LOCK TABLE stock IN EXCLUSIVE MODE', 'stock'],
    ['SELECT * FROM stock WHERE id = ? FOR UPDATE SKIP LOCKED', 'stock'],
    ['SELECT * FROM stock WHERE id = ? LOCK IN SHARE MODE', 'stock'],
  ])('%s locks in %s', (text, table) => {
    expect(lockingOf(statementOf(text))).toEqual({ does: 'lock', table });
  });
});

describe('lockedTableOf', () => {
  it.each([
    ['UPDATE stock SET amount = ?', 'stock'],
    ['INSERT INTO "public"."stock" (id) VALUES (?)', 'public.stock'],
    ['SELECT take_stock(?)', undefined],
  ])('%s: %s', (text, table) => {
    expect(lockedTableOf(statementOf(text))).toBe(table);
  });
});

describe('OpenTransactions', () => {
  let lastId = 0;
  const make = () => {
    const tracer = { transactions: new OpenTransactions() } as unknown as Tracer;
    const execution = () => new Execution(tracer, ++lastId, 'http', siteOf('root'), 0, 100);
    const run = (by: Execution, text: string, at: number, peer?: string): Operation | undefined =>
      beginOperation(by.root, statementOf(text, peer), at);
    return { execution, run };
  };
  const UPDATE = 'UPDATE stock SET amount = ?';

  it('finds the open transaction of another execution in the same table, until its end is sent', () => {
    const { execution, run } = make();
    const [holder, waiter] = [execution(), execution()];
    run(holder, 'BEGIN', 1);
    run(holder, UPDATE, 2);
    const waiting = run(waiter, 'SELECT * FROM stock WHERE id = ? FOR UPDATE', 10);
    expect(waiting?.lock).toMatchObject({ table: 'stock', transaction: { owner: holder, endedAt: 0 } });
    run(holder, 'COMMIT', 500);
    expect(waiting?.lock?.transaction.endedAt).toBe(500);
    expect(run(waiter, UPDATE, 510)?.lock).toBeUndefined();
  });

  it('finds none in another table or database, without a transaction, of the execution itself, or of one that is over', () => {
    const { execution, run } = make();
    const [holder, waiter] = [execution(), execution()];
    run(execution(), UPDATE, 0);
    run(holder, 'BEGIN', 1);
    run(holder, UPDATE, 2);
    expect(run(holder, UPDATE, 3)?.lock).toBeUndefined();
    expect(run(waiter, 'UPDATE prices SET a = ?', 3)?.lock).toBeUndefined();
    expect(run(waiter, UPDATE, 3, 'other/shop')?.lock).toBeUndefined();
    expect(run(waiter, 'SELECT * FROM stock', 3)?.lock).toBeUndefined();
    expect(run(waiter, UPDATE, 3)?.lock).toBeDefined();
    holder.finished = true;
    expect(run(waiter, UPDATE, 4)?.lock).toBeUndefined();
  });

  it('counts no statement that failed', () => {
    const { execution, run } = make();
    const [holder, waiter] = [execution(), execution()];
    run(holder, 'BEGIN', 1);
    run(holder, UPDATE, 2)?.finish(3, true);
    expect(run(waiter, UPDATE, 4)?.lock).toBeUndefined();
  });

  it('watches bounded numbers of transactions and tables', () => {
    const { execution, run } = make();
    const waiter = execution();
    const first = execution();
    run(first, 'BEGIN', 1);
    run(first, UPDATE, 1);
    for (let i = 0; i < MAX_TABLES; i++) run(first, `UPDATE t${i} SET a = ?`, 1);
    expect(run(waiter, `UPDATE t${MAX_TABLES - 2} SET a = ?`, 2)?.lock).toBeDefined();
    expect(run(waiter, `UPDATE t${MAX_TABLES - 1} SET a = ?`, 2)?.lock).toBeUndefined();
    for (let i = 0; i < MAX_TRANSACTIONS; i++) run(execution(), 'BEGIN', 2);
    expect(run(waiter, UPDATE, 3)?.lock).toBeUndefined();
  });
});
