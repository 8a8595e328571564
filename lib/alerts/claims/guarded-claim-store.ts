import { Inject, Injectable } from '@nestjs/common';
import { CircuitBreaker } from '../../delivery/circuit-breaker.js';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { AlertedWindows } from './alerted-windows.js';
import { CLAIM_STORE } from './claim-store.interface.js';
import type { Claim, ClaimStore, HeldClaim } from './claim-store.interface.js';
import { DeadlineError, withDeadline } from './deadline.js';
import { LateConfirmations } from './late-confirmations.js';
import { MemoryClaimStore } from './memory-claim-store.js';
import { Semaphore } from './semaphore.js';
import type { SharedCount, SharedRepeats } from './fleet-repeats.interface.js';
import { StoreOutage } from './store-outage.js';

const LIMITS = { failures: 3, firstPauseMs: 1_000, longestPauseMs: 30_000 };

/** Another process may release a claim at any time, or its lease may expire. */
const RECHECK_LEASE_MS = 1_000;
/** A window ends early only when the store is emptied. */
const RECHECK_WINDOW_MS = 10_000;

const UNAVAILABLE = Symbol('unavailable');

/**
 * The claim store with deadlines, a circuit breaker and a cache.
 *
 * While the store is unavailable, this process dedupes by its own memory: a lost alert is worse than one that is sent
 * twice. It repeats the confirmations as soon as the store answers again.
 *
 * The cache only ever denies a claim; the store grants it. The cache checks the windows in the store from time to time,
 * so that an emptied store allows new alerts.
 *
 * @internal
 */
@Injectable()
export class GuardedClaimStore implements Omit<ClaimStore, 'deadlineMs' | 'repeats'> {
  private readonly memory = new MemoryClaimStore();
  private readonly windows = new AlertedWindows();
  private readonly breaker = new CircuitBreaker(LIMITS);
  private readonly semaphore: Semaphore;
  private readonly outage: StoreOutage;
  private readonly late: LateConfirmations;
  private closed = false;

  constructor(
    @Inject(CLAIM_STORE) private readonly store: ClaimStore,
    private readonly logger: MonitorLogger,
  ) {
    this.semaphore = new Semaphore(store.concurrency ?? Infinity);
    this.outage = new StoreOutage(logger);
    this.late = new LateConfirmations((claim, forMs, alertedMs) => this.confirmInStore(claim, forMs, alertedMs));
  }

  /** The held claim in the memory of this process; `undefined` also when the store has to be checked again. */
  known(key: string): HeldClaim | undefined {
    return this.windows.isDue(key) ? undefined : this.memory.find(key);
  }

  /** Never rejects. */
  async claim(claim: Claim, leaseMs: number): Promise<HeldClaim | undefined> {
    const known = this.memory.claimNow(claim, leaseMs);
    if (known !== undefined) return this.windows.isDue(claim.key) ? this.recheck(claim, leaseMs, known) : known;
    this.windows.forget(claim.key);
    const held = await this.call(() => this.store.claim(claim, leaseMs));
    if (held === undefined || held === UNAVAILABLE) return undefined;
    const recheckMs = held.alertedMs === undefined ? RECHECK_LEASE_MS : RECHECK_WINDOW_MS;
    this.memory.keep(claim.key, { ...held, remainingMs: Math.min(held.remainingMs, recheckMs) });
    return held;
  }

  /** Never rejects. */
  async confirm(claim: Claim, forMs: number, alertedMs?: number): Promise<boolean> {
    const isHeldHere = this.memory.confirmNow(claim, forMs, alertedMs);
    const isHeld = await this.confirmInStore(claim, forMs, alertedMs);
    if (isHeld !== UNAVAILABLE) return isHeld;
    if (alertedMs !== undefined) this.late.add(claim, forMs, alertedMs);
    return isHeldHere;
  }

  /** Never rejects: a claim that cannot be released expires. */
  async release(claim: Claim): Promise<void> {
    this.memory.releaseNow(claim);
    this.windows.forget(claim.key);
    await this.settle(() => this.store.release(claim));
  }

  /** True where processes can add up their repeats, until the store is closed. */
  get sharesRepeats(): boolean {
    return !this.closed && this.store.repeats?.isRefused === false;
  }

  /** Never rejects. @returns false when the store has not added the count, or did not say so in time */
  async addRepeats(key: string, count: SharedCount, forMs: number): Promise<boolean> {
    return (await this.callForRepeats(repeats => repeats.add(key, count, forMs))) === true;
  }

  /** Never rejects. @returns `undefined` when the store refuses it, or does not answer */
  takeRepeats(key: string): Promise<SharedCount | undefined> {
    return this.callForRepeats(repeats => repeats.take(key));
  }

  /** Never rejects. */
  async close(): Promise<void> {
    this.closed = true;
    this.late.close();
    try {
      await withDeadline(this.store.deadlineMs, this.store.close());
    } catch (error) {
      this.logger.failure('The store of claims could not be closed', error);
    }
  }

  private async confirmInStore(claim: Claim, forMs: number, alertedMs?: number): Promise<boolean | typeof UNAVAILABLE> {
    const isHeld = await this.settle(() => this.store.confirm(claim, forMs, alertedMs));
    if (isHeld === true && alertedMs !== undefined) this.windows.add(claim.key, RECHECK_WINDOW_MS);
    return isHeld;
  }

  /**
   * Checks that the store still has a window of this process. After an outage the window is confirmed again instead: a
   * store that lost its data must not cause a second alert.
   */
  private async recheck(claim: Claim, leaseMs: number, known: HeldClaim): Promise<HeldClaim | undefined> {
    const { key } = claim;
    this.windows.postpone(key, RECHECK_WINDOW_MS);
    if (this.windows.isUncertain(key)) {
      await this.confirmInStore({ key, token: known.token }, known.remainingMs, known.alertedMs);
      return known;
    }
    const held = await this.call(() => this.store.claim(claim, leaseMs));
    if (held === UNAVAILABLE) return known;
    if (held !== undefined) return held;
    this.windows.forget(key);
    this.memory.keep(key, { token: claim.token, remainingMs: leaseMs, alertedMs: undefined });
    return undefined;
  }

  /** Repeats show nothing about claims: a user can have the right to one of them. So they end and begin no outage. */
  private async callForRepeats<T>(call: (repeats: SharedRepeats) => Promise<T>): Promise<T | undefined> {
    const { repeats, deadlineMs } = this.store;
    if (repeats === undefined || !this.sharesRepeats || this.breaker.isOpen) return undefined;
    try {
      return await withDeadline(deadlineMs, call(repeats));
    } catch {
      return undefined;
    }
  }

  /** Before new claims: an alert whose confirmation waits longer than its lease would be sent again. */
  private settle<T>(operation: () => Promise<T>): Promise<T | typeof UNAVAILABLE> {
    return this.semaphore.runFirst(() => this.callNow(operation));
  }

  private call<T>(operation: () => Promise<T>): Promise<T | typeof UNAVAILABLE> {
    return this.semaphore.run(() => this.callNow(operation));
  }

  private async callNow<T>(operation: () => Promise<T>): Promise<T | typeof UNAVAILABLE> {
    if (this.closed || !this.breaker.enter()) return UNAVAILABLE;
    try {
      const answer = await withDeadline(this.store.deadlineMs, operation());
      this.breaker.succeeded();
      this.outage.succeeded();
      this.late.send();
      return answer;
    } catch (error) {
      this.windows.storeFailed();
      if (error instanceof DeadlineError) this.store.discard?.();
      const isOpened = this.breaker.failed();
      if (!this.closed) this.outage.failed(error, isOpened);
      return UNAVAILABLE;
    }
  }
}
