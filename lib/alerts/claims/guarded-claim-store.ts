import { Inject, Injectable } from '@nestjs/common';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { CircuitBreaker } from '../../delivery/circuit-breaker.js';
import { CLAIM_STORE } from './claim-store.interface.js';
import type { Claim, ClaimStore, HeldClaim } from './claim-store.interface.js';
import { DeadlineError, within } from './deadline.js';
import { LateConfirmations } from './late-confirmations.js';
import { MemoryClaimStore } from './memory-claim-store.js';
import { StoreOutage } from './store-outage.js';
import { AlertedWindows } from './alerted-windows.js';
import { Turns } from './turns.js';

const LIMITS = { failures: 3, firstPauseMs: 1_000, longestPauseMs: 30_000 };

/** Others may release a claim at any time, or their lease may run out: after so long it is asked for again. */
const ASK_AGAIN_MS = 1_000;
/** A window only ends early when somebody empties the store, also one of this process. */
const ASK_AGAIN_IN_WINDOW_MS = 10_000;

const AWAY = Symbol('away');

/**
 * The store as everything of ours uses it: each call has a deadline, and one that goes unanswered again and again is no
 * longer made. While the store is away alerts are sent all the same, each once in its window by this process: losing
 * one is worse than telling twice. It is told what was sent meanwhile as soon as it answers again.
 *
 * The memory in front of it only ever says no: what the store has to grant, the store grants. Of a window it asks again
 * from time to time, as somebody may have emptied the store to be alerted anew.
 *
 * @internal
 */
@Injectable()
export class GuardedClaimStore implements Omit<ClaimStore, 'deadlineMs'> {
  private readonly memory = new MemoryClaimStore();
  private readonly told = new AlertedWindows();
  private readonly breaker = new CircuitBreaker(LIMITS);
  private readonly turns: Turns;
  private readonly outage: StoreOutage;
  private readonly late: LateConfirmations;
  private closed = false;

  constructor(
    @Inject(CLAIM_STORE) private readonly store: ClaimStore,
    private readonly logger: MonitorLogger,
  ) {
    this.turns = new Turns(store.atOnce ?? Infinity);
    this.outage = new StoreOutage(logger);
    this.late = new LateConfirmations((claim, forMs, alertedMs) => this.tell(claim, forMs, alertedMs));
  }

  /** Who holds it as far as this process knows; `undefined` also when it is time to ask the store again. */
  known(key: string): HeldClaim | undefined {
    return this.told.isDue(key) ? undefined : this.memory.find(key);
  }

  /** Never rejects. */
  async claim(claim: Claim, leaseMs: number): Promise<HeldClaim | undefined> {
    const known = this.memory.claimNow(claim, leaseMs);
    if (known !== undefined) return this.told.isDue(claim.key) ? this.askAgain(claim, leaseMs, known) : known;
    this.told.forget(claim.key);
    const held = await this.ask(() => this.store.claim(claim, leaseMs));
    if (held === undefined || held === AWAY) return undefined;
    const recheckMs = held.alertedMs === undefined ? ASK_AGAIN_MS : ASK_AGAIN_IN_WINDOW_MS;
    this.memory.keep(claim.key, { ...held, remainingMs: Math.min(held.remainingMs, recheckMs) });
    return held;
  }

  /** Never rejects. */
  async confirm(claim: Claim, forMs: number, alertedMs?: number): Promise<boolean> {
    const mine = this.memory.confirmNow(claim, forMs, alertedMs);
    const held = await this.tell(claim, forMs, alertedMs);
    if (held !== AWAY) return held;
    if (alertedMs !== undefined) this.late.add(claim, forMs, alertedMs);
    return mine;
  }

  /** Never rejects: what can not be released runs out. */
  async release(claim: Claim): Promise<void> {
    this.memory.releaseNow(claim);
    this.told.forget(claim.key);
    await this.ask(() => this.store.release(claim));
  }

  /** Never rejects. */
  async close(): Promise<void> {
    this.closed = true;
    this.late.close();
    try {
      await within(this.store.deadlineMs, this.store.close());
    } catch (error) {
      this.logger.failure('The store of claims could not be closed', error);
    }
  }

  private async tell(claim: Claim, forMs: number, alertedMs?: number): Promise<boolean | typeof AWAY> {
    const held = await this.ask(() => this.store.confirm(claim, forMs, alertedMs));
    if (held === true && alertedMs !== undefined) this.told.add(claim.key, ASK_AGAIN_IN_WINDOW_MS);
    return held;
  }

  /**
   * Whether the store still knows of a window of this process. One that was away meanwhile is told of it again before
   * it is asked: what it has lost by itself nobody wants to be alerted about twice.
   */
  private async askAgain(claim: Claim, leaseMs: number, known: HeldClaim): Promise<HeldClaim | undefined> {
    const { key } = claim;
    this.told.postpone(key, ASK_AGAIN_IN_WINDOW_MS);
    if (this.told.isDoubtful(key)) {
      await this.tell({ key, token: known.token }, known.remainingMs, known.alertedMs);
      return known;
    }
    const held = await this.ask(() => this.store.claim(claim, leaseMs));
    if (held === AWAY) return known;
    if (held !== undefined) return held;
    this.told.forget(key);
    this.memory.keep(key, { token: claim.token, remainingMs: leaseMs, alertedMs: undefined });
    return undefined;
  }

  private ask<T>(call: () => Promise<T>): Promise<T | typeof AWAY> {
    return this.turns.run(() => this.askNow(call));
  }

  private async askNow<T>(call: () => Promise<T>): Promise<T | typeof AWAY> {
    if (this.closed || !this.breaker.enter()) return AWAY;
    try {
      const answer = await within(this.store.deadlineMs, call());
      this.breaker.succeeded();
      this.outage.succeeded();
      this.late.send();
      return answer;
    } catch (error) {
      this.told.storeWasAway();
      if (error instanceof DeadlineError) this.store.discard?.();
      const isAway = this.breaker.failed();
      if (!this.closed) this.outage.failed(error, isAway);
      return AWAY;
    }
  }
}
