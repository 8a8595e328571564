import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newClaim } from '../../lib/alerts/claims/claim-key.js';
import type { Claim, ClaimStore, HeldClaim } from '../../lib/alerts/claims/claim-store.interface.js';

const LEASE = 1_000;
const DAYS_30 = 30 * 86_400_000;

/** A store with a clock that the test sets. */
export interface ClockedStore {
  readonly store: ClaimStore;
  advance(ms: number): unknown;
  dispose?(): Promise<void>;
}

/**
 * The contract of every claim store.
 *
 * @param runs true when the store's clock also runs by itself, so that tests need a tolerance
 */
export function describeClaimStore(name: string, create: () => Promise<ClockedStore>, { runs = false } = {}): void {
  describe(`claims in ${name}`, () => {
    let clocked: ClockedStore;
    let store: ClaimStore;
    beforeEach(async () => {
      clocked = await create();
      ({ store } = clocked);
    });
    afterEach(async () => {
      await store.close();
      await clocked.dispose?.();
    });

    async function granted(key: string, leaseMs = LEASE): Promise<Claim> {
      const claim = newClaim(key);
      expect(await store.claim(claim, leaseMs)).toBeUndefined();
      return claim;
    }
    const request = (key: string): Promise<HeldClaim | undefined> => store.claim(newClaim(key), LEASE);

    it('grants one of many concurrent requests', async () => {
      const answers = await Promise.all(Array.from({ length: 100 }, () => request('a')));
      expect(answers.filter(answer => answer === undefined)).toHaveLength(1);
      expect(await request('b')).toBeUndefined();
    });

    it('returns the held claim, with the alerted duration once the alert was sent', async () => {
      const claim = await granted('a');
      expect(await request('a')).toMatchObject({ token: claim.token, alertedMs: undefined });
      await store.confirm(claim, 5_000, 1_840);
      const held = await request('a');
      expect(held).toMatchObject({ token: claim.token, alertedMs: 1840 });
      expect(held?.remainingMs).toBeGreaterThan(4_000);
      expect(held?.remainingMs).toBeLessThanOrEqual(5_000);
    });

    it.each([
      [runs ? -500 : -1, false],
      [0, true],
      [1, true],
    ])('lease end %+d ms: granted again is %s', async (offset, isGranted) => {
      await granted('a');
      await clocked.advance(LEASE + offset);
      expect((await request('a')) === undefined).toBe(isGranted);
    });

    it.each([
      [DAYS_30, runs ? -500 : -1, false],
      [DAYS_30, 0, true],
      [DAYS_30, 1, true],
      [864_000_000, runs ? -500 : -1, false],
      [864_000_000, 0, true],
    ])('window of %d ms, end %+d ms: granted again is %s', async (windowMs, offset, isGranted) => {
      const claim = await granted('a');
      await clocked.advance(700);
      expect(await store.confirm(claim, windowMs, 1_000)).toBe(true);
      await clocked.advance(windowMs + offset);
      expect((await request('a')) === undefined).toBe(isGranted);
    });

    it('extends a claim by another lease, without an alerted duration', async () => {
      const claim = await granted('a');
      await clocked.advance(LEASE - (runs ? 500 : 1));
      expect(await store.confirm(claim, LEASE)).toBe(true);
      await clocked.advance(LEASE - (runs ? 500 : 1));
      expect(await request('a')).toMatchObject({ token: claim.token, alertedMs: undefined });
    });

    it('grants again after a release, with another token', async () => {
      const claim = await granted('a');
      await store.release(claim);
      expect((await granted('a')).token).not.toBe(claim.token);
    });

    it('an expired claim cannot change the next one', async () => {
      const late = await granted('a');
      await clocked.advance(LEASE);
      const next = await granted('a');
      await store.release(late);
      expect(await store.confirm(late, 10 * LEASE, 1)).toBe(false);
      expect(await request('a')).toMatchObject({ token: next.token, alertedMs: undefined });
      await clocked.advance(LEASE);
      expect(await request('a')).toBeUndefined();
    });

    it('grants an expired claim again on confirmation when no other was granted', async () => {
      const late = await granted('a');
      await clocked.advance(LEASE + 1);
      expect(await store.confirm(late, 10 * LEASE, 1)).toBe(true);
      await clocked.advance(9 * LEASE);
      expect(await request('a')).toMatchObject({ token: late.token, alertedMs: 1 });
    });

    it('grants every time with a window of 0', async () => {
      for (let round = 0; round < 3; round += 1) {
        const claim = await granted('a');
        expect(await store.confirm(claim, 0, 1)).toBe(true);
      }
    });
  });
}
