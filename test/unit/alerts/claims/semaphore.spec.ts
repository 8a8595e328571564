import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newClaim } from '../../../../lib/alerts/claims/claim-key.js';
import type { Claim, ClaimStore } from '../../../../lib/alerts/claims/claim-store.interface.js';
import { GuardedClaimStore } from '../../../../lib/alerts/claims/guarded-claim-store.js';
import { Semaphore } from '../../../../lib/alerts/claims/semaphore.js';
import { delay } from '../../../integration/support/test-app.js';
import { LogKeeper } from '../fixtures.js';

describe('Semaphore', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('limits the running tasks, in order, whether they succeed or fail', async () => {
    const semaphore = new Semaphore(2);
    const started: number[] = [];
    const works = Array.from({ length: 5 }, (_, index) =>
      semaphore.run(async () => {
        started.push(index);
        await delay(10);
        if (index === 1) throw new Error('broken');
        return index;
      }),
    );
    const results = Promise.allSettled(works);
    expect(started).toEqual([0, 1]);
    await jest.advanceTimersByTimeAsync(10);
    expect(started).toEqual([0, 1, 2, 3]);
    await jest.advanceTimersByTimeAsync(20);
    expect((await results).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
    expect(started).toEqual([0, 1, 2, 3, 4]);
  });

  it('does not count the wait for a slot towards the deadline: a storm is no outage of a store with few slots', async () => {
    let running = 0;
    let most = 0;
    const claim = async (): Promise<undefined> => {
      most = Math.max(most, (running += 1));
      await delay(100);
      running -= 1;
    };
    const store = { deadlineMs: 500, concurrency: 4, claim, close: async () => undefined } as unknown as ClaimStore;
    const log = new LogKeeper();
    const guarded = new GuardedClaimStore(store, log.logger);
    const answers = Promise.all(Array.from({ length: 1_000 }, (_, n) => guarded.claim(newClaim(`k${n}`), 60_000)));
    await jest.advanceTimersByTimeAsync(25_100);
    expect(await answers).toHaveLength(1_000);
    expect(most).toBe(4);
    expect(log.lines).toEqual([]);
    await guarded.close();
  });

  it('confirms and releases before all claims that wait: a lease must not end behind them', async () => {
    const order: string[] = [];
    const slow = (step: string) => async (claim: Claim) => {
      await delay(100);
      order.push(`${step} ${claim.key}`);
    };
    const calls = { claim: slow('claim'), confirm: slow('confirm'), release: slow('release') };
    const store = { deadlineMs: 500, concurrency: 1, ...calls, close: async () => undefined } as unknown as ClaimStore;
    const guarded = new GuardedClaimStore(store, new LogKeeper().logger);
    const [delivered, failed] = [newClaim('delivered'), newClaim('failed')];
    const all = Promise.all([
      guarded.claim(delivered, 60_000),
      guarded.claim(failed, 60_000),
      guarded.claim(newClaim('waiting'), 60_000),
      guarded.confirm(delivered, 60_000, 100),
      guarded.release(failed),
    ]);
    await jest.advanceTimersByTimeAsync(600);
    await all;
    expect(order).toEqual(['claim delivered', 'confirm delivered', 'release failed', 'claim failed', 'claim waiting']);
    await guarded.close();
  });
});
