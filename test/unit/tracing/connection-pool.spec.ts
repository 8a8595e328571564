import { describe, expect, it } from '@jest/globals';
import { ConnectionPool } from '../../../lib/tracing/connection-pool.js';
import { Execution } from '../../../lib/tracing/execution.js';
import { MAX_KEPT_HOLDERS } from '../../../lib/tracing/operations.js';
import { MAX_HOLDERS, MAX_HOLDINGS, type Holding } from '../../../lib/tracing/pool-holders.js';
import type { Tracer } from '../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../support/call-site.js';

let lastId = 0;
const execution = (name = 'GET /a'): Execution => {
  const made = new Execution({} as Tracer, ++lastId, 'http', siteOf('root'), 0, 100);
  made.name = name;
  return made;
};
const poolOf = (size: number | undefined = 1): ConnectionPool => new ConnectionPool('pg 127.0.0.1:5432/shop', size);
const shown = (holdings: readonly Holding[] = []) =>
  holdings.map(({ execution: by, since, releasedAt }) => [by?.currentName, since, releasedAt]);

describe('ConnectionPool', () => {
  it('makes no operation while a connection is free, however long it takes to open', () => {
    const pool = poolOf(2);
    const { root, operations } = execution();
    pool.checkout(root, 0).granted(500);
    pool.checkout(root, 1).granted(600);
    expect(operations).toBeUndefined();
  });

  it('makes an operation of the time in the queue, with those who held the connections', () => {
    const pool = poolOf(1);
    const holder = pool.checkout(execution('GET /reports').root, 10);
    holder.granted(12);
    const waiter = execution();
    const checkout = pool.checkout(waiter.root, 100);
    const [wait] = waiter.operations?.each ?? [];
    expect(wait).toMatchObject({
      statement: { on: 'pool', system: 'pg', text: 'pg 127.0.0.1:5432/shop', peer: '127.0.0.1:5432/shop' },
      start: 100,
      end: 0,
      pool: { inUse: 1, size: 1 },
    });
    expect(shown(wait?.pool?.holdings)).toEqual([['GET /reports', 10, 0]]);
    holder.released(700);
    checkout.granted(701);
    expect(wait).toMatchObject({ end: 701, failed: false });
    expect(shown(wait?.pool?.holdings)).toEqual([['GET /reports', 10, 700]]);
  });

  it('keeps everyone who held a connection during the wait, and nobody from before', () => {
    const pool = poolOf(1);
    const first = pool.checkout(execution('first').root, 0);
    const earlier = pool.checkout(execution('earlier').root, 1);
    first.released(10);
    earlier.granted(10);
    const waiter = execution();
    const other = pool.checkout(execution('other').root, 20);
    const checkout = pool.checkout(waiter.root, 30);
    earlier.released(40);
    other.granted(40);
    other.released(60);
    checkout.granted(60);
    expect(shown(waiter.operations?.each[0]?.pool?.holdings)).toEqual([
      ['other', 40, 60],
      ['earlier', 10, 40],
    ]);
  });

  it('keeps those that go on, whatever the order in which others end', () => {
    const pool = poolOf(4);
    const uses = ['a', 'b', 'c', 'd'].map(name => pool.checkout(execution(name).root, 0));
    for (const at of [1, 3, 1]) uses[at]?.released(10);
    const waiter = execution();
    pool.checkout(waiter.root, 20, true);
    expect(shown(waiter.operations?.each[0]?.pool?.holdings).sort()).toEqual([
      ['a', 0, 0],
      ['c', 0, 0],
    ]);
    for (const at of [2, 0]) uses[at]?.released(30);
    expect(shown(waiter.operations?.each[0]?.pool?.holdings)).toEqual([
      ['a', 0, 30],
      ['c', 0, 30],
    ]);
  });

  it('withdraws a wait of no length, also from a sum', () => {
    const pool = poolOf(1);
    pool.checkout(undefined, 0);
    const waiter = execution();
    pool.checkout(waiter.root, 10).granted(10.5);
    expect(waiter.operations?.each).toEqual([]);
    pool.checkout(waiter.root, 20);
    pool.checkout(waiter.root, 20).granted(30);
    for (let i = 0; i < 1_000; i++) pool.checkout(waiter.root, 40).granted(42);
    pool.checkout(waiter.root, 50).granted(50.5);
    expect(waiter.operations?.each).toHaveLength(1_000);
    expect([...(waiter.operations?.totals ?? [])]).toMatchObject([{ calls: 2, totalMs: 4 }]);
  });

  it('records a wait that ends without a connection as failed, and forgets a released one once', () => {
    const pool = poolOf(1);
    const holder = pool.checkout(undefined, 0);
    const waiter = execution();
    const checkout = pool.checkout(waiter.root, 10);
    checkout.failed(510);
    checkout.granted(600);
    expect(waiter.operations?.each).toMatchObject([{ end: 510, failed: true }]);
    holder.released(700);
    holder.released(800);
    pool.checkout(waiter.root, 900).granted(990);
    expect(waiter.operations?.each).toHaveLength(1);
  });

  it('goes by the answer of the library, and by its own count where the size is unknown', () => {
    const known = poolOf(10);
    const waiter = execution();
    known.checkout(waiter.root, 0, true).granted(20);
    expect(waiter.operations?.each).toHaveLength(1);
    const unknown = new ConnectionPool('knex', undefined);
    unknown.checkout(waiter.root, 0).granted(20);
    expect(waiter.operations?.each).toHaveLength(1);
    unknown.checkout(waiter.root, 30).granted(60);
    expect(waiter.operations?.each[1]).toMatchObject({
      statement: { system: 'knex', peer: '' },
      pool: { size: undefined },
    });
  });

  it('keeps those that hold connections now when many were never released', () => {
    const pool = poolOf(1);
    for (let i = 0; i < MAX_HOLDERS; i++) pool.checkout(execution('leaked').root, i, false);
    const live = Array.from({ length: 10 }, (_, at) => {
      const checkout = pool.checkout(execution(`live ${at}`).root, 5_000, false);
      checkout.session = 100 + at;
      return checkout;
    });
    expect(live.map((_, at) => pool.holdingOf(100 + at)?.execution?.currentName)).toEqual(
      live.map((_, at) => `live ${at}`),
    );
    for (const each of live) each.released(6_000);
    expect(live.map((_, at) => pool.holdingOf(100 + at))).toEqual(live.map(() => undefined));
  });

  it('keeps bounded numbers of holders, of ended uses and of waits with holders', () => {
    const pool = poolOf(1);
    const leaked = execution('leaked');
    for (let i = 0; i < MAX_HOLDERS + 100; i++) pool.checkout(leaked.root, i, false);
    const waiter = execution();
    const waits = Array.from({ length: MAX_KEPT_HOLDERS + 5 }, () => pool.checkout(waiter.root, 5_000));
    for (const wait of waits) {
      pool.checkout(leaked.root, 5_000, false).released(5_001);
      wait.granted(6_000);
    }
    const kept = waiter.operations?.each.map(({ pool: wait }) => wait?.holdings.length ?? 0) ?? [];
    expect(kept.filter(count => count > 0)).toEqual(Array.from({ length: MAX_KEPT_HOLDERS }, () => MAX_HOLDINGS));
    expect(waiter.operations?.each[0]?.pool?.inUse).toBe(MAX_HOLDERS);
  });
});
