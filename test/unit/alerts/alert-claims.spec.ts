import { describe, expect, it } from '@jest/globals';
import { AlertClaims } from '../../../lib/alerts/alert-claims.js';
import type { ClaimStore } from '../../../lib/alerts/claims/claim-store.interface.js';
import { MemoryClaimStore } from '../../../lib/alerts/claims/memory-claim-store.js';
import { LogKeeper, optionsOf } from './fixtures.js';

describe('AlertClaims', () => {
  const WINDOW = optionsOf().alertWindowMs;

  function create(): { claims: AlertClaims; clock: { now: number } } {
    const clock = { now: 0 };
    return {
      clock,
      claims: new AlertClaims(new MemoryClaimStore(() => clock.now), optionsOf(), new LogKeeper().logger),
    };
  }

  it('holds the claim for the window once the alert was sent', async () => {
    const { claims, clock } = create();
    const claim = await claims.take('a');
    if (claim) await claims.sent(claim);
    clock.now = WINDOW - 1;
    expect(await claims.take('a')).toBeUndefined();
    clock.now = WINDOW;
    expect(await claims.take('a')).toBeDefined();
  });

  it('holds it for longer than a send may take when nothing is heard of it', async () => {
    const { claims, clock } = create();
    await claims.take('a');
    clock.now = optionsOf().delivery.timeoutMs * 2;
    expect(await claims.take('a')).toBeUndefined();
    clock.now = 10 * optionsOf().delivery.timeoutMs;
    expect(await claims.take('a')).toBeDefined();
  });

  it('gives it back after a failure, but after the third in a row only when its lease is over', async () => {
    const { claims, clock } = create();
    for (let failure = 1; failure <= 3; failure += 1) {
      const claim = await claims.take('a');
      expect(claim).toBeDefined();
      if (claim) await claims.failed(claim);
    }
    expect(await claims.take('a')).toBeUndefined();
    clock.now += 10 * optionsOf().delivery.timeoutMs;
    const claim = await claims.take('a');
    if (claim) await claims.sent(claim);
    clock.now += WINDOW;
    const afterSuccess = await claims.take('a');
    if (afterSuccess) await claims.failed(afterSuccess);
    expect(await claims.take('a')).toBeDefined();
  });

  it('logs a store that fails after the alert, and goes on', async () => {
    const log = new LogKeeper();
    const store: ClaimStore = {
      claim: async fingerprint => ({ fingerprint, token: 't' }),
      confirm: () => Promise.reject(new Error('gone')),
      release: () => {
        throw new Error('gone, too');
      },
    };
    const claims = new AlertClaims(store, optionsOf(), log.logger);
    await claims.sent({ fingerprint: 'a', token: 't' });
    await claims.failed({ fingerprint: 'a', token: 't' });
    expect(log.failures).toEqual([
      'Could not remember what became of an alert: gone',
      'Could not remember what became of an alert: gone, too',
    ]);
  });
});
