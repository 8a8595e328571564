import { describe, expect, it } from '@jest/globals';
import { RedisPools } from '../../../../../lib/instrumentation/libraries/redis/redis-pools.js';
import type { Span } from '../../../../../lib/tracing/execution.js';
import type { Tracer } from '../../../../../lib/tracing/tracer.interface.js';
import { executionOf } from '../../../../contracts/commands.js';

const CLIENT = '127.0.0.1:6379/unknown-1f2e3d4c';
const OTHER = '127.0.0.1:6379/unknown-2f2e3d4c';
const span = (): Span => executionOf({} as Tracer).root;
const waitsOf = ({ execution }: Span): unknown[] =>
  (execution.operations?.each ?? []).map(({ statement, start, end }) => [statement.text, start, end]);

describe('RedisPools', () => {
  it('records the time in the queue of a pool as an operation, with those who held its clients', () => {
    const pools = new RedisPools();
    const [holder, waiter] = [span(), span()];
    pools.granted(CLIENT, holder, 10, 10);
    pools.granted(CLIENT, waiter, 20, 70);
    expect(waitsOf(holder)).toEqual([]);
    expect(waitsOf(waiter)).toEqual([['redis 127.0.0.1:6379', 20, 70]]);
    expect(holder.execution.heldPool).toBe(true);
  });

  it('records no time for a free client, nor for one that was opened for the task', () => {
    const pools = new RedisPools();
    const [direct, opened] = [span(), span()];
    pools.granted(CLIENT, direct, 10, 10.1);
    pools.granted(OTHER, opened, 10, 50);
    expect([waitsOf(direct), waitsOf(opened)]).toEqual([[], []]);
  });

  it('takes a client without a command for some seconds for free', () => {
    const pools = new RedisPools();
    const [idle, busy, waiter] = [span(), span(), span()];
    pools.granted(CLIENT, idle, 10, 10);
    pools.began(CLIENT);
    pools.ended(CLIENT, 20);
    pools.granted(OTHER, busy, 10, 10);
    pools.began(OTHER);
    pools.granted('127.0.0.1:6379/unknown-3f2e3d4c', span(), 15, 15);
    pools.granted('127.0.0.1:6379/unknown-3f2e3d4c', waiter, 4_000, 5_000);
    expect([idle.execution.heldPool, waitsOf(waiter)]).toEqual([false, [['redis 127.0.0.1:6379', 4_000, 5_000]]]);
  });

  it('counts no client that was closed', () => {
    const pools = new RedisPools();
    const [closed, waiter] = [span(), span()];
    pools.granted(CLIENT, closed, 10, 10);
    pools.closed(CLIENT, 15);
    pools.closed('127.0.0.1:6379/unknown-9f2e3d4c', 15);
    pools.closed(undefined, 15);
    pools.granted(OTHER, span(), 16, 16);
    pools.granted(OTHER, waiter, 17, 90);
    expect([closed.execution.heldPool, waiter.execution.operations?.each[0]?.pool?.inUse]).toEqual([false, 1]);
  });

  it('remembers a bounded number of clients and pools', () => {
    const pools = new RedisPools();
    for (let i = 0; i < 3_000; i++) pools.granted(`cache${i}:6379/0-${String(i).padStart(8, '0')}`, undefined, i, i);
    const { clients, pools: kept } = pools as unknown as Record<string, Map<string, unknown>>;
    expect([clients?.size, (kept?.size ?? Infinity) <= 100]).toEqual([1_000, true]);
  });
});
