import { AsyncLocalStorage } from 'node:async_hooks';
import { hostname } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { SharedCount, SharedRepeats } from '../../../lib/alerts/claims/fleet-repeats.interface.js';
import { GuardedClaimStore } from '../../../lib/alerts/claims/guarded-claim-store.js';
import { MemoryClaimStore } from '../../../lib/alerts/claims/memory-claim-store.js';
import { FleetRepeats } from '../../../lib/alerts/fleet-repeats.js';
import { RepeatCounter } from '../../../lib/alerts/repeat-counter.js';
import { LiveOptions } from '../../../lib/options/live-options.js';
import { LogKeeper, microtasks, optionsOf } from './fixtures.js';

/** Keeps the sum of one key, as a server does for a fleet. */
class Shared implements SharedRepeats {
  readonly added: { count: SharedCount; forMs: number }[] = [];
  sum: SharedCount = { count: 0, worstMs: 0, since: 0, hosts: [] };
  isDown = false;
  isRefused = false;
  /** Holds the calls until it is called. */
  answer: (() => void) | undefined = undefined;
  calls = 0;

  async add(_key: string, count: SharedCount, forMs: number): Promise<boolean> {
    this.calls += 1;
    if (this.isDown) throw new Error('down');
    if (this.isHeld) await new Promise<void>(resolve => (this.answer = resolve));
    this.added.push({ count, forMs });
    return true;
  }

  isHeld = false;

  async take(): Promise<SharedCount> {
    this.calls += 1;
    if (this.isDown) throw new Error('down');
    const { sum } = this;
    this.sum = { count: 0, worstMs: 0, since: 0, hosts: [] };
    return sum;
  }
}

function setup(repeats: SharedRepeats | undefined = undefined) {
  const store = Object.assign(new MemoryClaimStore(), repeats && { repeats });
  const counter = new RepeatCounter();
  const guarded = new GuardedClaimStore(store, new LogKeeper().logger);
  return { counter, guarded, fleet: new FleetRepeats(guarded, counter, new LiveOptions(optionsOf())) };
}

describe('the repeats of a fleet', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => void jest.useRealTimers());

  const countTwo = ({ counter, fleet }: ReturnType<typeof setup>): void => {
    for (const durationMs of [700, 900]) {
      counter.add('orders', ['chat'], durationMs);
      fleet.note('orders', ['chat']);
    }
  };

  it('are those of the process, without a store that adds them up', async () => {
    const own = setup();
    countTwo(own);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await own.fleet.take('orders', 'chat')).toEqual({ count: 2, worstMs: 900, since: 1_000_000 });
    expect(jest.getTimerCount()).toBe(0);
  });

  it('are sent together after two seconds, once', async () => {
    const shared = new Shared();
    const own = setup(shared);
    countTwo(own);
    await jest.advanceTimersByTimeAsync(1_900);
    expect(shared.added).toEqual([]);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(shared.added).toEqual([
      {
        count: { count: 2, worstMs: 900, since: 1_000_000, hosts: [hostname()] },
        forMs: 2 * optionsOf().alertWindowMs,
      },
    ]);
  });

  it('are taken with those that were not sent yet', async () => {
    const shared = new Shared();
    const own = setup(shared);
    shared.sum = { count: 40, worstMs: 800, since: 900_000, hosts: ['web-1', 'web-2'] };
    countTwo(own);
    expect(await own.fleet.take('orders', 'chat')).toEqual({
      count: 42,
      worstMs: 900,
      since: 900_000,
      hosts: ['web-1', 'web-2', hostname()],
    });
    await jest.advanceTimersByTimeAsync(10_000);
    expect(shared.added).toEqual([]);
  });

  it('count a host once', async () => {
    const shared = new Shared();
    const own = setup(shared);
    shared.sum = { count: 40, worstMs: 8_000, since: 900_000, hosts: [hostname(), 'web-2'] };
    countTwo(own);
    expect(await own.fleet.take('orders', 'chat')).toMatchObject({
      count: 42,
      worstMs: 8_000,
      hosts: [hostname(), 'web-2'],
    });
  });

  it('have the start of the fleet, not that of the last alert here', async () => {
    const shared = new Shared();
    const own = setup(shared);
    own.fleet.begin('orders', 'chat');
    jest.setSystemTime(2_000_000);
    shared.sum = { count: 3, worstMs: 1, since: 1_500_000, hosts: ['web-2'] };
    expect(await own.fleet.take('orders', 'chat')).toMatchObject({ count: 3, since: 1_500_000 });
    countTwo(own);
    expect(await own.fleet.take('orders', 'chat')).toMatchObject({ count: 2, since: 2_000_000 });
  });

  it('stay with the process while the store does not answer, and are sent when it does', async () => {
    const shared = new Shared();
    const own = setup(shared);
    shared.isDown = true;
    countTwo(own);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(own.counter.takeCounted('orders', 'chat')).toEqual({ count: 2, worstMs: 900, since: 1_000_000 });
    countTwo(own);
    shared.isDown = false;
    await jest.advanceTimersByTimeAsync(120_000);
    expect(shared.added.map(({ count }) => count.count)).toEqual([2]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('go back with their hosts when the alert was not delivered', async () => {
    const shared = new Shared();
    const own = setup(shared);
    shared.sum = { count: 40, worstMs: 800, since: 900_000, hosts: ['web-1', 'web-2'] };
    own.counter.giveBack('orders', 'chat', await own.fleet.take('orders', 'chat'));
    own.counter.add('orders', ['chat'], 700);
    own.fleet.note('orders', ['chat']);
    await own.fleet.close();
    expect(shared.added.map(({ count }) => count)).toEqual([
      { count: 41, worstMs: 800, since: 900_000, hosts: ['web-1', 'web-2', hostname()] },
    ]);
  });

  it('are sent one batch after another, and the application waits for the last', async () => {
    const shared = new Shared();
    const own = setup(shared);
    shared.isHeld = true;
    countTwo(own);
    await jest.advanceTimersByTimeAsync(2_000);
    countTwo(own);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(shared.calls).toBe(1);
    const closed = own.fleet.close();
    shared.isHeld = false;
    shared.answer?.();
    await jest.advanceTimersByTimeAsync(0);
    await closed;
    expect(shared.added.map(({ count }) => count.count)).toEqual([2, 2]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('are offered to a silent store a few at a time', async () => {
    const shared = new Shared();
    const own = setup(shared);
    shared.isDown = true;
    const fingerprints = Array.from({ length: 500 }, (_, index) => `endpoint-${index}`);
    for (const fingerprint of fingerprints) {
      own.counter.add(fingerprint, ['chat'], 700);
      own.fleet.note(fingerprint, ['chat']);
    }
    await jest.advanceTimersByTimeAsync(2_000);
    expect(shared.calls).toBeLessThanOrEqual(50);
    shared.isDown = false;
    await jest.advanceTimersByTimeAsync(600_000);
    expect(shared.added).toHaveLength(500);
    expect(new Set(shared.added.map(({ count }) => count.count))).toEqual(new Set([1]));
  });

  it('leave no timer behind when the store is silent at the end', async () => {
    const shared = new Shared();
    const own = setup(shared);
    shared.isDown = true;
    countTwo(own);
    await own.fleet.close();
    await own.guarded.close();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(shared.calls).toBe(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('are never offered to a store that refuses them', async () => {
    const shared = new Shared();
    const own = setup(shared);
    shared.isRefused = true;
    own.fleet.begin('orders', 'chat');
    countTwo(own);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await own.fleet.take('orders', 'chat')).toMatchObject({ count: 2 });
    expect(shared.calls).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('are sent outside the context of the request that was counted', async () => {
    const shared = new Shared();
    const own = setup(shared);
    const storage = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const { add } = shared;
    shared.add = (...args) => {
      seen.push(storage.getStore());
      return add.apply(shared, args);
    };
    storage.run('request', () => countTwo(own));
    await own.fleet.close();
    expect(seen).toEqual([undefined]);
  });

  it('are sent when the application closes', async () => {
    const shared = new Shared();
    const own = setup(shared);
    countTwo(own);
    await own.fleet.close();
    await microtasks();
    expect(shared.added).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
