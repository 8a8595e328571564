import { describe, expect, it } from '@jest/globals';
import { MemoryClaimStore } from '../../../../lib/alerts/claims/memory-claim-store.js';

const LEASE = 1_000;

describe('MemoryClaimStore', () => {
  let now = 0;
  const create = (): MemoryClaimStore => {
    now = 5_000;
    return new MemoryClaimStore(() => now);
  };
  const isGranted = (store: MemoryClaimStore, key: string): boolean =>
    store.claimNow({ key, token: key }, LEASE) === undefined;

  it('keeps 10 000 claims, and evicts the oldest for one more', () => {
    const store = create();
    for (let index = 0; index < 10_000; index += 1) isGranted(store, `k${index}`);
    expect(isGranted(store, 'k0')).toBe(false);
    isGranted(store, 'one more');
    expect(isGranted(store, 'k1')).toBe(false);
    expect(isGranted(store, 'k0')).toBe(true);
  });

  it('removes expired claims before it evicts others', () => {
    const store = create();
    isGranted(store, 'first');
    store.confirmNow({ key: 'first', token: 'first' }, 100 * LEASE, 1);
    for (let index = 1; index < 10_000; index += 1) isGranted(store, `k${index}`);
    now += LEASE;
    isGranted(store, 'one more');
    expect(isGranted(store, 'first')).toBe(false);
  });
});
