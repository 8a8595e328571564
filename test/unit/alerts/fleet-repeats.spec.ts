import { hostname } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { FleetCount, SharedCount, SharedRepeats } from '../../../lib/alerts/claims/fleet-repeats.interface.js';
import { GuardedClaimStore } from '../../../lib/alerts/claims/guarded-claim-store.js';
import { MemoryClaimStore } from '../../../lib/alerts/claims/memory-claim-store.js';
import { FleetRepeats } from '../../../lib/alerts/fleet-repeats.js';
import { RepeatCounter } from '../../../lib/alerts/repeat-counter.js';
import { LiveOptions } from '../../../lib/options/live-options.js';
import { LogKeeper, microtasks, optionsOf } from './fixtures.js';

/** Keeps the sums of one key, as a server does for a fleet. */
class Shared implements SharedRepeats {
  readonly added: { host: string; count: SharedCount; forMs: number }[] = [];
  sum: FleetCount | undefined = undefined;
  isDown = false;

  add(_key: string, host: string, count: SharedCount, forMs: number): Promise<boolean> {
    if (this.isDown) return Promise.reject(new Error('down'));
    this.added.push({ host, count, forMs });
    return Promise.resolve(true);
  }

  take(): Promise<FleetCount | undefined> {
    if (this.isDown) return Promise.reject(new Error('down'));
    const { sum } = this;
    this.sum = undefined;
    return Promise.resolve(sum);
  }
}

function setup(repeats: SharedRepeats | undefined = undefined) {
  const store = Object.assign(new MemoryClaimStore(), repeats && { repeats });
  const counter = new RepeatCounter();
  const guarded = new GuardedClaimStore(store, new LogKeeper().logger);
  return { counter, fleet: new FleetRepeats(guarded, counter, new LiveOptions(optionsOf())) };
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
      { host: hostname(), count: { count: 2, worstMs: 900, since: 1_000_000 }, forMs: 2 * optionsOf().alertWindowMs },
    ]);
  });

  it('are taken with those that were not sent yet', async () => {
    const shared = new Shared();
    const own = setup(shared);
    shared.sum = { count: 40, worstMs: 800, since: 900_000, hosts: ['web-1', 'web-2'] };
    countTwo(own);
    expect(await own.fleet.take('orders', 'chat')).toEqual({ count: 42, worstMs: 900, since: 900_000, hosts: 3 });
    await jest.advanceTimersByTimeAsync(10_000);
    expect(shared.added).toEqual([]);
  });

  it('count a host once', async () => {
    const shared = new Shared();
    const own = setup(shared);
    shared.sum = { count: 40, worstMs: 8_000, since: 900_000, hosts: [hostname(), 'web-2'] };
    countTwo(own);
    expect(await own.fleet.take('orders', 'chat')).toMatchObject({ count: 42, worstMs: 8_000, hosts: 2 });
  });

  it('stay with the process while the store does not answer', async () => {
    const shared = new Shared();
    const own = setup(shared);
    shared.isDown = true;
    countTwo(own);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await own.fleet.take('orders', 'chat')).toEqual({ count: 2, worstMs: 900, since: 1_000_000 });
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
