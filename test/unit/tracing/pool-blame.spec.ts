import { describe, expect, it } from '@jest/globals';
import { ConnectionPool } from '../../../lib/tracing/connection-pool.js';
import { Execution } from '../../../lib/tracing/execution.js';
import { poolHolderOf } from '../../../lib/tracing/pool-blame.js';
import type { Tracer } from '../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../support/call-site.js';

let lastId = 0;
const execution = (name: string, end = 1_000): Execution => {
  const made = new Execution({} as Tracer, ++lastId, 'http', siteOf('root'), 0, 100);
  made.name = name;
  made.end = end;
  return made;
};

/** A pool of `held.length` connections, and an execution that waited for one from 100 to `until`. */
function waiterOf(held: readonly (readonly [name: string, since: number, until: number])[], until = 800): Execution {
  const pool = new ConnectionPool('pg db/shop', held.length);
  const holders = held.map(([name, since, end]) => {
    const checkout = pool.checkout(name === '' ? undefined : execution(name).root, since);
    return { checkout, end };
  });
  const waiter = execution('GET /orders');
  const checkout = pool.checkout(waiter.root, 100);
  for (const { checkout: holder, end } of holders) if (end <= until) holder.released(end);
  checkout.granted(until);
  return waiter;
}

describe('poolHolderOf', () => {
  it('names the endpoint that held most of the connections during most of the time', () => {
    const waiter = waiterOf([
      ['GET /reports', 0, 800],
      ['GET /reports', 10, 900],
      ['GET /a', 0, 900],
    ]);
    expect(poolHolderOf(waiter)).toMatchObject({ kind: 'http', name: 'GET /reports' });
  });

  it('names none of several', () => {
    const waiter = waiterOf([
      ['GET /a', 0, 800],
      ['GET /b', 0, 900],
    ]);
    expect(poolHolderOf(waiter)).toBeUndefined();
  });

  it('names nobody for a wait of less than half of the duration', () => {
    expect(poolHolderOf(waiterOf([['GET /a', 0, 550]], 550))).toBeUndefined();
    expect(poolHolderOf(waiterOf([['GET /a', 0, 650]], 650))).toBeDefined();
    expect(poolHolderOf(execution('GET /none'))).toBeUndefined();
  });

  it('counts waits at the same time once', () => {
    const pool = new ConnectionPool('pg db/shop', 1);
    const holder = pool.checkout(execution('GET /a').root, 0);
    const waiter = execution('GET /orders');
    const waits = Array.from({ length: 3 }, () => pool.checkout(waiter.root, 100));
    holder.released(400);
    for (const wait of waits) wait.granted(400);
    expect(poolHolderOf(waiter)).toBeUndefined();
  });

  it('blames neither code outside nor the execution itself', () => {
    expect(poolHolderOf(waiterOf([['', 0, 800]]))).toBeUndefined();
    const pool = new ConnectionPool('pg db/shop', 1);
    const waiter = execution('GET /orders');
    pool.checkout(waiter.root, 0);
    pool.checkout(waiter.root, 100);
    expect(poolHolderOf(waiter)).toBeUndefined();
  });

  it('knows a holder that the execution waited for until its end', () => {
    const pool = new ConnectionPool('pg db/shop', 1);
    pool.checkout(execution('GET /leak').root, 0);
    const waiter = execution('GET /orders');
    pool.checkout(waiter.root, 100);
    expect(poolHolderOf(waiter)).toMatchObject({ name: 'GET /leak' });
  });

  it('marks those who gave a connection back while others waited', () => {
    const pool = new ConnectionPool('pg db/shop', 1);
    const [first, second] = [execution('GET /a'), execution('GET /b')];
    const holder = pool.checkout(first.root, 0);
    const waiter = pool.checkout(second.root, 10);
    holder.released(100);
    waiter.granted(100);
    waiter.released(200);
    expect([first.heldPool, second.heldPool]).toEqual([true, false]);
  });
});
