import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AlertClaims } from '../../../lib/alerts/alert-claims.js';
import type { Grant } from '../../../lib/alerts/alert-claims.js';
import { GuardedClaimStore } from '../../../lib/alerts/claims/guarded-claim-store.js';
import { MemoryClaimStore } from '../../../lib/alerts/claims/memory-claim-store.js';
import type { Delivery } from '../../../lib/model/delivery.interface.js';
import type { ResolvedOptions } from '../../../lib/options/resolved-options.interface.js';
import { LogKeeper, optionsOf } from './fixtures.js';

const WINDOW = 864_000_000;
const DURATION = 1_000;

type Outcome = Pick<Delivery, 'outcome' | 'reason'>;

describe('AlertClaims', () => {
  let store: MemoryClaimStore;
  beforeEach(() => {
    jest.useFakeTimers();
    store = new MemoryClaimStore();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** Each stands for a process; all share the store. */
  function create(options: Partial<ResolvedOptions> = {}): AlertClaims {
    return new AlertClaims(new GuardedClaimStore(store, new LogKeeper().logger), { current: optionsOf(options) });
  }
  async function take(claims: AlertClaims, durationMs = DURATION, notifiers = ['n']): Promise<string[]> {
    return (await claims.take('a', durationMs, notifiers)).map(({ notifier }) => notifier);
  }
  async function settle(claims: AlertClaims, delivery: Outcome, durationMs = DURATION): Promise<void> {
    for (const grant of await claims.take('a', durationMs, ['n'])) await claims.settle(grant, delivery, durationMs);
  }
  const LEASE = optionsOf().delivery.timeoutMs * 2 + 5_000;

  it('holds the claim for the window once the alert was delivered', async () => {
    const claims = create();
    await settle(claims, { outcome: 'delivered' });
    jest.advanceTimersByTime(WINDOW - 1);
    expect(await take(claims)).toEqual([]);
    expect(claims.areHeld('a', DURATION, ['n'])).toBe(true);
    jest.advanceTimersByTime(1);
    expect(claims.areHeld('a', DURATION, ['n'])).toBe(false);
    expect(await take(claims)).toEqual(['n']);
  });

  it.each<[string, Outcome, number]>([
    ['a failure', { outcome: 'failed', reason: 'error' }, 0],
    ['a dropped delivery', { outcome: 'dropped', reason: 'queue-full' }, 0],
    ['a delivery that may have arrived', { outcome: 'ambiguous', reason: 'timeout' }, LEASE],
    ['a permanent failure', { outcome: 'failed', reason: 'permanent-error' }, LEASE],
  ])('after %s (%j) grants it again after %d ms', async (_, delivery, afterMs) => {
    const claims = create();
    await settle(claims, delivery);
    if (afterMs > 0) {
      jest.advanceTimersByTime(afterMs - 1);
      expect(await take(claims)).toEqual([]);
      jest.advanceTimersByTime(1);
    }
    expect(await take(claims)).toEqual(['n']);
  });

  it('claims for each notifier separately: one that fails neither blocks nor repeats another', async () => {
    const claims = create();
    const grants = await claims.take('a', DURATION, ['well', 'failing']);
    expect(grants.map(({ notifier }) => notifier)).toEqual(['well', 'failing']);
    await claims.settle(grants[0] as Grant, { outcome: 'delivered' }, DURATION);
    await claims.settle(grants[1] as Grant, { outcome: 'failed', reason: 'error' }, DURATION);
    expect(claims.areHeld('a', DURATION, ['well', 'failing'])).toBe(false);
    expect(await take(claims, DURATION, ['well', 'failing'])).toEqual(['failing']);
  });

  it('renews a lease that began long before the last claim of its alert was granted', async () => {
    const claim = store.claim.bind(store);
    let calls = 0;
    store.claim = async (...args) => {
      const held = await claim(...args);
      if ((calls += 1) === 2) await new Promise(resolve => setTimeout(resolve, 400));
      return held;
    };
    const confirm = jest.spyOn(store, 'confirm');
    const claims = create({ delivery: { ...optionsOf().delivery, timeoutMs: 600 } });
    const taking = claims.take('a', DURATION, ['first', 'second']);
    await jest.advanceTimersByTimeAsync(400);
    const [first, second] = (await taking) as [Grant, Grant];
    expect(await claims.renew(second)).toBe(true);
    expect(confirm).not.toHaveBeenCalled();
    expect(await claims.renew(first)).toBe(true);
    expect(confirm.mock.calls.map(([{ key }]) => key)).toEqual([first.claim.key]);
  });

  it('renews an old lease, and detects that it is lost', async () => {
    const [first, second] = [create(), create()];
    const [grant] = await first.take('a', DURATION, ['n']);
    if (grant === undefined) throw new Error('nothing granted');
    jest.advanceTimersByTime(20_000);
    expect(await first.renew(grant)).toBe(true);
    jest.advanceTimersByTime(LEASE - 1);
    expect(await take(second)).toEqual([]);
    jest.advanceTimersByTime(1_000);
    expect(await take(second)).toEqual(['n']);
    expect(await first.renew(grant)).toBe(false);
  });

  describe('an execution far slower than the alerted one', () => {
    it.each([
      [2_999, false],
      [3_000, true],
    ])('opens the window early: %d ms after 1 000 ms is %s', async (durationMs, opens) => {
      const claims = create();
      await settle(claims, { outcome: 'delivered' });
      expect(claims.areHeld('a', durationMs, ['n'])).toBe(!opens);
      expect(await take(claims, durationMs)).toEqual(opens ? ['n'] : []);
    });

    it('does so once in a window among all processes', async () => {
      const [first, second] = [create(), create()];
      await settle(first, { outcome: 'delivered' });
      await settle(second, { outcome: 'delivered' }, 5_000);
      for (const claims of [first, second]) {
        expect(await take(claims, 50_000)).toEqual([]);
        expect(claims.areHeld('a', 50_000, ['n'])).toBe(true);
      }
      jest.advanceTimersByTime(WINDOW);
      await settle(first, { outcome: 'delivered' });
      expect(await take(first, 5_000)).toEqual(['n']);
    });

    it('does so again when the early alert was not delivered', async () => {
      const claims = create();
      await settle(claims, { outcome: 'delivered' });
      await settle(claims, { outcome: 'failed', reason: 'error' }, 5_000);
      expect(await take(claims, 5_000)).toEqual(['n']);
    });

    it('does not while the first alert is being sent, or when it is off', async () => {
      const claims = create();
      await claims.take('a', DURATION, ['n']);
      expect(await take(claims, 60_000)).toEqual([]);
      const off = create({ escalation: 0 });
      jest.advanceTimersByTime(LEASE);
      await settle(off, { outcome: 'delivered' });
      expect(await take(off, 1_000_000)).toEqual([]);
    });
  });

  it('grants every time with a window of 0', async () => {
    const claims = create({ alertWindowMs: 0 });
    for (let round = 0; round < 3; round += 1) {
      expect(await claims.take('a', DURATION, ['n'])).toHaveLength(1);
      await settle(claims, { outcome: 'delivered' });
      jest.advanceTimersByTime(LEASE);
    }
  });
});
