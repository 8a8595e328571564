import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newClaim } from '../../../../lib/alerts/claims/claim-key.js';
import type { Claim, ClaimStore, HeldClaim } from '../../../../lib/alerts/claims/claim-store.interface.js';
import { GuardedClaimStore } from '../../../../lib/alerts/claims/guarded-claim-store.js';
import { MemoryClaimStore } from '../../../../lib/alerts/claims/memory-claim-store.js';
import { NoAnswerError, RefusalError } from '../../../../lib/alerts/claims/store-faults.js';
import { LogKeeper } from '../fixtures.js';

const LEASE = 60_000;
const WINDOW = 864_000_000;

/** A store that the test can break, and that counts its calls. */
class Switchable implements ClaimStore {
  readonly deadlineMs = 500;
  state: 'working' | 'failing' | 'hanging' | Error = 'working';
  calls = 0;
  discards = 0;
  readonly inner = new MemoryClaimStore();

  claim = (claim: Claim, leaseMs: number): Promise<HeldClaim | undefined> =>
    this.call(() => this.inner.claim(claim, leaseMs));
  confirm = (claim: Claim, forMs: number, alertedMs?: number): Promise<boolean> =>
    this.call(() => this.inner.confirm(claim, forMs, alertedMs));
  release = (claim: Claim): Promise<void> => this.call(() => this.inner.release(claim));
  close = (): Promise<void> => this.call(async () => undefined);
  discard = (): void => void (this.discards += 1);

  private call<T>(work: () => Promise<T>): Promise<T> {
    this.calls += 1;
    if (this.state instanceof Error) return Promise.reject(this.state);
    if (this.state === 'failing') return Promise.reject(new NoAnswerError('connection refused'));
    return this.state === 'hanging' ? new Promise(() => undefined) : work();
  }
}

describe('GuardedClaimStore', () => {
  let store: Switchable;
  let log: LogKeeper;
  let guarded: GuardedClaimStore;

  beforeEach(() => {
    jest.useFakeTimers();
    store = new Switchable();
    log = new LogKeeper();
    guarded = new GuardedClaimStore(store, log.logger);
  });
  afterEach(async () => {
    store.state = 'working';
    await guarded.close();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  async function settled<T>(work: Promise<T>): Promise<T> {
    await jest.advanceTimersByTimeAsync(501);
    return work;
  }
  async function breakCircuit(): Promise<void> {
    for (let call = 0; call < 3; call += 1) await settled(guarded.claim(newClaim(`broken ${call}`), LEASE));
  }

  it('grants what the store grants, and remembers it', async () => {
    const claim = newClaim('a');
    expect(await guarded.claim(claim, LEASE)).toBeUndefined();
    expect(await guarded.claim(newClaim('a'), LEASE)).toMatchObject({ token: claim.token });
    expect(guarded.known('a')).toMatchObject({ token: claim.token });
    expect(store.calls).toBe(1);
  });

  it('checks the claim of another process again: soon during its lease, later in its window', async () => {
    const theirs = newClaim('a');
    await store.inner.claim(theirs, LEASE);
    const request = () => guarded.claim(newClaim('a'), LEASE);
    await request();
    await request();
    expect(store.calls).toBe(1);
    jest.advanceTimersByTime(1_000);
    await store.inner.confirm(theirs, WINDOW, 5);
    expect(await request()).toMatchObject({ token: theirs.token, alertedMs: 5 });
    jest.advanceTimersByTime(9_999);
    await request();
    expect(store.calls).toBe(2);
    jest.advanceTimersByTime(1);
    await request();
    expect(store.calls).toBe(3);
  });

  it.each(['failing', 'hanging'] as const)(
    'grants each claim once by its own memory while the store is %s',
    async state => {
      store.state = state;
      const claim = newClaim('a');
      expect(await settled(guarded.claim(claim, LEASE))).toBeUndefined();
      expect(await settled(guarded.claim(newClaim('a'), LEASE))).toMatchObject({ token: claim.token });
      expect(await settled(guarded.confirm(claim, WINDOW, 7))).toBe(true);
      jest.advanceTimersByTime(WINDOW - 1_000);
      expect(guarded.known('a')).toMatchObject({ alertedMs: 7 });
      jest.advanceTimersByTime(1_000);
      expect(guarded.known('a')).toBeUndefined();
    },
  );

  it('ends each call at its deadline, and discards a connection that did not answer', async () => {
    store.state = 'hanging';
    let over = false;
    const claim = guarded.claim(newClaim('a'), LEASE).then(() => (over = true));
    await jest.advanceTimersByTimeAsync(499);
    expect(over).toBe(false);
    await jest.advanceTimersByTimeAsync(2);
    await claim;
    expect(over).toBe(true);
    expect(store.discards).toBe(1);
  });

  it('stops to call a store that does not answer, probes it from time to time, and logs the outage and its end once', async () => {
    store.state = 'failing';
    await breakCircuit();
    expect(store.calls).toBe(3);
    await settled(guarded.claim(newClaim('a'), LEASE));
    expect(store.calls).toBe(3);
    jest.advanceTimersByTime(600);
    await Promise.all([guarded.claim(newClaim('b'), LEASE), guarded.claim(newClaim('c'), LEASE)]);
    expect(store.calls).toBe(4);
    expect(log.lines).toEqual([expect.stringContaining('does not answer')]);

    store.state = 'working';
    jest.advanceTimersByTime(30_000);
    await guarded.claim(newClaim('d'), LEASE);
    expect(log.lines.slice(1)).toEqual(['The store of claims answers again']);
    await guarded.claim(newClaim('e'), LEASE);
    expect(store.calls).toBe(6);
  });

  it('logs a refusal at once, and once: a short-lived process may have one failure only', async () => {
    store.state = new RefusalError('refuses the command SET');
    expect(await settled(guarded.claim(newClaim('a'), LEASE))).toBeUndefined();
    const line = 'The store of claims refuses the command SET; until then this process dedupes its alerts by itself';
    expect(log.lines).toEqual([expect.stringContaining(line)]);
    await breakCircuit();
    expect(log.lines).toHaveLength(1);
    store.state = 'working';
    jest.advanceTimersByTime(30_000);
    await guarded.claim(newClaim('d'), LEASE);
    expect(log.lines.slice(1)).toEqual(['The store of claims works again']);
  });

  it('logs the error of a store that answers with one', async () => {
    store.state = new Error('OOM command not allowed');
    await breakCircuit();
    expect(log.lines).toEqual([expect.stringContaining('The store of claims fails (OOM command not allowed)')]);
  });

  it('repeats the confirmations of an outage after it', async () => {
    store.state = 'failing';
    const claims = [newClaim('a'), newClaim('b')];
    for (const claim of claims) {
      await guarded.claim(claim, LEASE);
      await guarded.confirm(claim, WINDOW, 3);
    }
    await jest.advanceTimersByTimeAsync(59_000);
    store.state = 'working';
    // No claim is requested: every slow endpoint is within its window.
    await jest.advanceTimersByTimeAsync(31_000);
    expect(log.lines.at(-1)).toBe('The store of claims answers again');
    for (const { key, token } of claims) expect(store.inner.find(key)).toMatchObject({ token, alertedMs: 3 });
    expect(store.inner.find('a')?.remainingMs).toBe(WINDOW - 90_000);
  });

  it('loses a claim that was granted during an outage to another that the store granted', async () => {
    store.state = 'failing';
    const claim = newClaim('a');
    await guarded.claim(claim, LEASE);
    store.state = 'working';
    await store.inner.claim(newClaim('a'), LEASE);
    expect(await guarded.confirm(claim, LEASE)).toBe(false);
  });

  describe('within its own window', () => {
    let mine: Claim;
    beforeEach(async () => {
      mine = newClaim('a');
      await guarded.claim(mine, LEASE);
      await guarded.confirm(mine, WINDOW, 5);
    });
    const request = (): Promise<HeldClaim | undefined> => settled(guarded.claim(newClaim('a'), LEASE));
    const empty = (): Promise<void> => store.inner.close();

    it('checks the store from time to time, and keeps its window while the store has it', async () => {
      expect(guarded.known('a')).toMatchObject({ token: mine.token });
      await request();
      expect(store.calls).toBe(2);
      for (let round = 0; round < 3; round += 1) {
        jest.advanceTimersByTime(10_000);
        expect(guarded.known('a')).toBeUndefined();
        expect(await request()).toMatchObject({ token: mine.token, alertedMs: 5 });
        expect(await request()).toMatchObject({ token: mine.token, alertedMs: 5 });
        expect(guarded.known('a')).toMatchObject({ token: mine.token });
        expect(store.calls).toBe(3 + round);
      }
    });

    it('grants again, once, after the store was emptied', async () => {
      await empty();
      expect(await request()).toMatchObject({ token: mine.token });
      jest.advanceTimersByTime(10_000);
      const claims = [newClaim('a'), newClaim('a'), newClaim('a')];
      const answers = await settled(Promise.all(claims.map(claim => guarded.claim(claim, LEASE))));
      expect(answers.filter(answer => answer === undefined)).toHaveLength(1);
      jest.advanceTimersByTime(10_000);
      expect(await request()).toMatchObject({ alertedMs: undefined });
      expect(await guarded.confirm(mine, WINDOW, 6)).toBe(false);
    });

    it.each(['failing', 'hanging'] as const)(
      'grants nothing in the whole window while the store is %s',
      async state => {
        store.state = state;
        for (let round = 0; round < 10; round += 1) {
          await jest.advanceTimersByTimeAsync(WINDOW / 10 - 1_000);
          expect(await request()).toMatchObject({ token: mine.token, alertedMs: 5 });
        }
      },
    );

    it('confirms the window again after an outage in which the store lost its data', async () => {
      store.state = 'failing';
      await settled(guarded.claim(newClaim('other'), LEASE));
      await empty();
      store.state = 'working';
      jest.advanceTimersByTime(10_000);
      expect(await request()).toMatchObject({ token: mine.token });
      expect(store.inner.find('a')).toMatchObject({ token: mine.token, alertedMs: 5 });
      jest.advanceTimersByTime(10_000);
      expect(await request()).toMatchObject({ token: mine.token });
    });

    it('does not check a window that the store never confirmed', async () => {
      store.state = 'failing';
      const claim = newClaim('b');
      await settled(guarded.claim(claim, LEASE));
      await guarded.confirm(claim, WINDOW, 7);
      jest.advanceTimersByTime(11_000);
      expect(guarded.known('b')).toMatchObject({ token: claim.token });
    });
  });

  it('never rejects, and closes within the deadline', async () => {
    store.state = 'failing';
    await guarded.release(newClaim('a'));
    await guarded.confirm(newClaim('a'), LEASE);
    store.state = 'hanging';
    await settled(guarded.close());
    expect(log.failures).toEqual([expect.stringContaining('could not be closed')]);
    expect(await guarded.claim(newClaim('z'), LEASE)).toBeUndefined();
  });
});
