import { describe, expect, it } from '@jest/globals';
import { MemoryClaimStore } from '../../../lib/alerts/claims/memory-claim-store.js';

const LEASE = 1_000;
const DAYS_30 = 30 * 86_400_000;

describe('MemoryClaimStore', () => {
  let now = 0;
  const create = (): MemoryClaimStore => {
    now = 5_000;
    return new MemoryClaimStore(() => now);
  };

  it('grants one of many that ask at once', async () => {
    const store = create();
    const claims = await Promise.all(Array.from({ length: 100 }, () => store.claim('a', LEASE)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await store.claim('b', LEASE)).toBeDefined();
  });

  it.each([
    [-1, false],
    [0, true],
    [1, true],
  ])('lease end %+d ms: granted again is %s', async (offset, granted) => {
    const store = create();
    await store.claim('a', LEASE);
    now += LEASE + offset;
    expect((await store.claim('a', LEASE)) !== undefined).toBe(granted);
  });

  it.each([
    [-1, false],
    [0, true],
    [1, true],
  ])('window end %+d ms: granted again is %s', async (offset, granted) => {
    const store = create();
    const claim = await store.claim('a', LEASE);
    now += 700;
    if (claim) await store.confirm(claim, DAYS_30);
    now += DAYS_30 + offset;
    expect((await store.claim('a', LEASE)) !== undefined).toBe(granted);
  });

  it('grants again after a release', async () => {
    const store = create();
    const claim = await store.claim('a', LEASE);
    if (claim) await store.release(claim);
    const next = await store.claim('a', LEASE);
    expect(next).toBeDefined();
    expect(next?.token).not.toBe(claim?.token);
  });

  it('lets a claim that has run out touch nothing of the next', async () => {
    const store = create();
    const late = await store.claim('a', LEASE);
    now += LEASE;
    const next = await store.claim('a', LEASE);
    if (late) await store.release(late);
    if (late) await store.confirm(late, 10 * LEASE);
    expect(await store.claim('a', LEASE)).toBeUndefined();
    now += LEASE;
    expect(next).toBeDefined();
    expect(await store.claim('a', LEASE)).toBeDefined();
  });

  it('with a window of 0 grants every time', async () => {
    const store = create();
    const claim = await store.claim('a', LEASE);
    if (claim) await store.confirm(claim, 0);
    expect(await store.claim('a', LEASE)).toBeDefined();
  });

  it('holds 10 000 claims, and forgets the oldest for one more', async () => {
    const store = create();
    for (let index = 0; index < 10_000; index += 1) await store.claim(`k${index}`, LEASE);
    expect(await store.claim('k0', LEASE)).toBeUndefined();
    await store.claim('one more', LEASE);
    expect(await store.claim('k1', LEASE)).toBeUndefined();
    expect(await store.claim('k0', LEASE)).toBeDefined();
  });

  it('sweeps what has run out before it forgets what has not', async () => {
    const store = create();
    const first = await store.claim('first', LEASE);
    if (first) await store.confirm(first, 100 * LEASE);
    for (let index = 1; index < 10_000; index += 1) await store.claim(`k${index}`, LEASE);
    now += LEASE;
    await store.claim('one more', LEASE);
    expect(await store.claim('first', LEASE)).toBeUndefined();
  });
});
