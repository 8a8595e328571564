import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newClaim } from '../../../../lib/alerts/claims/claim-key.js';
import type { ClaimStore } from '../../../../lib/alerts/claims/claim-store.interface.js';
import { GuardedClaimStore } from '../../../../lib/alerts/claims/guarded-claim-store.js';
import { Turns } from '../../../../lib/alerts/claims/turns.js';
import { delay } from '../../../integration/support/test-app.js';
import { LogKeeper } from '../fixtures.js';

describe('Turns', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('lets so many run at once, in order, whatever becomes of them', async () => {
    const turns = new Turns(2);
    const begun: number[] = [];
    const works = Array.from({ length: 5 }, (_, index) =>
      turns.run(async () => {
        begun.push(index);
        await delay(10);
        if (index === 1) throw new Error('broken');
        return index;
      }),
    );
    const results = Promise.allSettled(works);
    expect(begun).toEqual([0, 1]);
    await jest.advanceTimersByTimeAsync(10);
    expect(begun).toEqual([0, 1, 2, 3]);
    await jest.advanceTimersByTimeAsync(20);
    expect((await results).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
    expect(begun).toEqual([0, 1, 2, 3, 4]);
  });

  it('a storm is no outage of a store that serves a few calls at once: waiting for a turn is in no deadline', async () => {
    let underWay = 0;
    let most = 0;
    const claim = async (): Promise<undefined> => {
      most = Math.max(most, (underWay += 1));
      await delay(100);
      underWay -= 1;
    };
    const store = { deadlineMs: 500, atOnce: 4, claim, close: async () => undefined } as unknown as ClaimStore;
    const log = new LogKeeper();
    const guarded = new GuardedClaimStore(store, log.logger);
    const answers = Promise.all(Array.from({ length: 1_000 }, (_, n) => guarded.claim(newClaim(`k${n}`), 60_000)));
    await jest.advanceTimersByTimeAsync(25_100);
    expect(await answers).toHaveLength(1_000);
    expect(most).toBe(4);
    expect(log.lines).toEqual([]);
    await guarded.close();
  });
});
