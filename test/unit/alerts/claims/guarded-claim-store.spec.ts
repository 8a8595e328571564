import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newClaim } from '../../../../lib/alerts/claims/claim-key.js';
import type { Claim, ClaimStore, HeldClaim } from '../../../../lib/alerts/claims/claim-store.interface.js';
import { GuardedClaimStore } from '../../../../lib/alerts/claims/guarded-claim-store.js';
import { MemoryClaimStore } from '../../../../lib/alerts/claims/memory-claim-store.js';
import { NoAnswerError, RefusalError } from '../../../../lib/alerts/claims/store-faults.js';
import { LogKeeper } from '../fixtures.js';

const LEASE = 60_000;
const WINDOW = 864_000_000;

/** A store that can be taken away, and counts what it is asked. */
class Switchable implements ClaimStore {
  readonly deadlineMs = 500;
  state: 'there' | 'failing' | 'hanging' | Error = 'there';
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
    store.state = 'there';
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

  it('grants what the store grants, and knows from then on', async () => {
    const claim = newClaim('a');
    expect(await guarded.claim(claim, LEASE)).toBeUndefined();
    expect(await guarded.claim(newClaim('a'), LEASE)).toMatchObject({ token: claim.token });
    expect(guarded.known('a')).toMatchObject({ token: claim.token });
    expect(store.calls).toBe(1);
  });

  it('asks again for what others hold: soon while they send, later in their window', async () => {
    const theirs = newClaim('a');
    await store.inner.claim(theirs, LEASE);
    const ask = () => guarded.claim(newClaim('a'), LEASE);
    await ask();
    await ask();
    expect(store.calls).toBe(1);
    jest.advanceTimersByTime(1_000);
    await store.inner.confirm(theirs, WINDOW, 5);
    expect(await ask()).toMatchObject({ token: theirs.token, alertedMs: 5 });
    jest.advanceTimersByTime(9_999);
    await ask();
    expect(store.calls).toBe(2);
    jest.advanceTimersByTime(1);
    await ask();
    expect(store.calls).toBe(3);
  });

  it.each(['failing', 'hanging'] as const)('while the store is %s grants by itself, each once', async state => {
    store.state = state;
    const claim = newClaim('a');
    expect(await settled(guarded.claim(claim, LEASE))).toBeUndefined();
    expect(await settled(guarded.claim(newClaim('a'), LEASE))).toMatchObject({ token: claim.token });
    expect(await settled(guarded.confirm(claim, WINDOW, 7))).toBe(true);
    jest.advanceTimersByTime(WINDOW - 1_000);
    expect(guarded.known('a')).toMatchObject({ alertedMs: 7 });
    jest.advanceTimersByTime(1_000);
    expect(guarded.known('a')).toBeUndefined();
  });

  it('no call outlives its deadline, and a connection that did not answer is given up', async () => {
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

  it('stops asking a store that does not answer, tries it from time to time, and says so once each', async () => {
    store.state = 'failing';
    await breakCircuit();
    expect(store.calls).toBe(3);
    await settled(guarded.claim(newClaim('a'), LEASE));
    expect(store.calls).toBe(3);
    jest.advanceTimersByTime(600);
    await Promise.all([guarded.claim(newClaim('b'), LEASE), guarded.claim(newClaim('c'), LEASE)]);
    expect(store.calls).toBe(4);
    expect(log.lines).toEqual([expect.stringContaining('does not answer')]);

    store.state = 'there';
    jest.advanceTimersByTime(30_000);
    await guarded.claim(newClaim('d'), LEASE);
    expect(log.lines.slice(1)).toEqual(['The store of claims answers again']);
    await guarded.claim(newClaim('e'), LEASE);
    expect(store.calls).toBe(6);
  });

  it('says at once, and once, what a store refuses: a process that lives for one alert sees one failure', async () => {
    store.state = new RefusalError('refuses the command SET');
    expect(await settled(guarded.claim(newClaim('a'), LEASE))).toBeUndefined();
    const said = 'The store of claims refuses the command SET; until then this process remembers by itself';
    expect(log.lines).toEqual([expect.stringContaining(said)]);
    await breakCircuit();
    expect(log.lines).toHaveLength(1);
    store.state = 'there';
    jest.advanceTimersByTime(30_000);
    await guarded.claim(newClaim('d'), LEASE);
    expect(log.lines.slice(1)).toEqual(['The store of claims works again']);
  });

  it('does not say of a store that fails with an answer that it does not answer', async () => {
    store.state = new Error('OOM command not allowed');
    await breakCircuit();
    expect(log.lines).toEqual([expect.stringContaining('The store of claims fails (OOM command not allowed)')]);
  });

  it('tells the store what was sent while it was away, when it is back', async () => {
    store.state = 'failing';
    const claims = [newClaim('a'), newClaim('b')];
    for (const claim of claims) {
      await guarded.claim(claim, LEASE);
      await guarded.confirm(claim, WINDOW, 3);
    }
    await jest.advanceTimersByTimeAsync(59_000);
    store.state = 'there';
    // Nobody asks: all that was slow is in its window.
    await jest.advanceTimersByTimeAsync(31_000);
    expect(log.lines.at(-1)).toBe('The store of claims answers again');
    for (const { key, token } of claims) expect(store.inner.find(key)).toMatchObject({ token, alertedMs: 3 });
    expect(store.inner.find('a')?.remainingMs).toBe(WINDOW - 90_000);
  });

  it('a claim granted while the store was away is lost to another that the store granted', async () => {
    store.state = 'failing';
    const claim = newClaim('a');
    await guarded.claim(claim, LEASE);
    store.state = 'there';
    await store.inner.claim(newClaim('a'), LEASE);
    expect(await guarded.confirm(claim, LEASE)).toBe(false);
  });

  describe('in a window of its own', () => {
    let mine: Claim;
    beforeEach(async () => {
      mine = newClaim('a');
      await guarded.claim(mine, LEASE);
      await guarded.confirm(mine, WINDOW, 5);
    });
    const ask = (): Promise<HeldClaim | undefined> => settled(guarded.claim(newClaim('a'), LEASE));
    const empty = (): Promise<void> => store.inner.close();

    it('asks the store again from time to time, and keeps its window while the store does', async () => {
      expect(guarded.known('a')).toMatchObject({ token: mine.token });
      await ask();
      expect(store.calls).toBe(2);
      for (let round = 0; round < 3; round += 1) {
        jest.advanceTimersByTime(10_000);
        expect(guarded.known('a')).toBeUndefined();
        expect(await ask()).toMatchObject({ token: mine.token, alertedMs: 5 });
        expect(await ask()).toMatchObject({ token: mine.token, alertedMs: 5 });
        expect(guarded.known('a')).toMatchObject({ token: mine.token });
        expect(store.calls).toBe(3 + round);
      }
    });

    it('grants anew, once, after the store was emptied', async () => {
      await empty();
      expect(await ask()).toMatchObject({ token: mine.token });
      jest.advanceTimersByTime(10_000);
      const claims = [newClaim('a'), newClaim('a'), newClaim('a')];
      const answers = await settled(Promise.all(claims.map(claim => guarded.claim(claim, LEASE))));
      expect(answers.filter(answer => answer === undefined)).toHaveLength(1);
      jest.advanceTimersByTime(10_000);
      expect(await ask()).toMatchObject({ alertedMs: undefined });
      expect(await guarded.confirm(mine, WINDOW, 6)).toBe(false);
    });

    it.each(['failing', 'hanging'] as const)('grants nothing while the store is %s, for all of it', async state => {
      store.state = state;
      for (let asked = 0; asked < 10; asked += 1) {
        await jest.advanceTimersByTimeAsync(WINDOW / 10 - 1_000);
        expect(await ask()).toMatchObject({ token: mine.token, alertedMs: 5 });
      }
    });

    it('tells a store that was away, and has lost all, of it again', async () => {
      store.state = 'failing';
      await settled(guarded.claim(newClaim('other'), LEASE));
      await empty();
      store.state = 'there';
      jest.advanceTimersByTime(10_000);
      expect(await ask()).toMatchObject({ token: mine.token });
      expect(store.inner.find('a')).toMatchObject({ token: mine.token, alertedMs: 5 });
      jest.advanceTimersByTime(10_000);
      expect(await ask()).toMatchObject({ token: mine.token });
    });

    it('asks the store of none that it was not told of', async () => {
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
