import { Inject, Injectable } from '@nestjs/common';
import { clock } from '../platform/clock.js';
import type { MonotonicMs } from '../model/execution.interface.js';
import type { Delivery } from '../model/delivery.interface.js';
import { LiveOptions } from '../options/live-options.js';
import { applicationName } from './application-name.js';
import { claimKey, newClaim } from './claims/claim-key.js';
import type { Claim, HeldClaim } from './claims/claim-store.interface.js';
import { GuardedClaimStore } from './claims/guarded-claim-store.js';

/**
 * A lease lasts for two deliveries and a little: one may be under way, and what became of it must be told in time, by a
 * process whose event loop may be held meanwhile.
 */
const LEASE_ALLOWANCE_MS = 5_000;

/** The right to send one alert through one notifier. @internal */
export interface Grant {
  readonly notifier: string;
  readonly claim: Claim;
  /** When its lease began. */
  leasedAt: MonotonicMs;
}

const MAX_KEYS = 10_000;
const MAX_PENDING = 1_000;

/**
 * Takes claims for the notifiers of an alert, and ends each by what became of the alert there.
 *
 * @internal
 */
@Injectable()
export class AlertClaims {
  private readonly scope = applicationName();
  private readonly keys = new Map<string, string>();
  private pending = 0;

  constructor(
    private readonly store: GuardedClaimStore,
    @Inject(LiveOptions) private readonly live: Pick<LiveOptions, 'current'>,
  ) {}

  /** Whether this process knows already that nothing would be granted: then nobody needs to be asked. */
  areHeld(fingerprint: string, durationMs: number, notifiers: readonly string[]): boolean {
    return notifiers.every(notifier => {
      const held = this.store.known(this.keyOf(fingerprint, notifier));
      if (held === undefined) return false;
      const early = this.earlyKey(fingerprint, notifier, held, durationMs);
      return early === undefined || this.store.known(early) !== undefined;
    });
  }

  /** True while 1 000 endpoints wait for the store: a slow store must not fill the memory. */
  get isBusy(): boolean {
    return this.pending >= MAX_PENDING;
  }

  /** @returns a grant for each notifier that the alert is to be sent through. Never rejects. */
  async take(fingerprint: string, durationMs: number, notifiers: readonly string[]): Promise<readonly Grant[]> {
    this.pending += 1;
    try {
      const grants = await Promise.all(notifiers.map(notifier => this.takeOne(fingerprint, durationMs, notifier)));
      return grants.filter(grant => grant !== undefined);
    } finally {
      this.pending -= 1;
    }
  }

  /** Called right before the alert is sent: it may have waited for long. @returns false when somebody else sends it */
  async renew(grant: Grant): Promise<boolean> {
    if (clock() - grant.leasedAt < this.live.current.delivery.timeoutMs / 2) return true;
    grant.leasedAt = clock();
    return this.store.confirm(grant.claim, this.leaseMs);
  }

  /**
   * Ends a claim. What nobody got is told anew with the next slow execution; what may have arrived, and what would fail
   * again, only when the lease is over: neither is it lost, nor is it sent twice without need.
   */
  async settle({ claim }: Grant, { outcome, reason }: Pick<Delivery, 'outcome' | 'reason'>, durationMs: number) {
    if (outcome === 'delivered') await this.store.confirm(claim, this.live.current.alertWindowMs, durationMs);
    else if (outcome !== 'ambiguous' && reason !== 'permanent-error') await this.store.release(claim);
  }

  /** Nothing is sent after all. Never rejects. */
  async release(grants: readonly Grant[]): Promise<void> {
    await Promise.all(grants.map(({ claim }) => this.store.release(claim)));
  }

  /** Never rejects. */
  close(): Promise<void> {
    return this.store.close();
  }

  private get leaseMs(): number {
    return this.live.current.delivery.timeoutMs * 2 + LEASE_ALLOWANCE_MS;
  }

  private async takeOne(fingerprint: string, durationMs: number, notifier: string): Promise<Grant | undefined> {
    const claim = newClaim(this.keyOf(fingerprint, notifier));
    const held = await this.store.claim(claim, this.leaseMs);
    if (held === undefined) return { notifier, claim, leasedAt: clock() };

    const earlyKey = this.earlyKey(fingerprint, notifier, held, durationMs);
    if (earlyKey === undefined) return undefined;
    const early = newClaim(earlyKey);
    if ((await this.store.claim(early, this.leaseMs)) !== undefined) return undefined;
    return { notifier, claim: early, leasedAt: clock() };
  }

  /**
   * What is to be claimed for an execution that was far slower than what was told. The window's own token is a part of
   * it: in each window it is granted once.
   */
  private earlyKey(fingerprint: string, notifier: string, held: HeldClaim, durationMs: number): string | undefined {
    const { escalation } = this.live.current;
    const isWorse = escalation >= 1 && held.alertedMs !== undefined && durationMs >= held.alertedMs * escalation;
    return isWorse ? claimKey(this.scope, fingerprint, notifier, held.token) : undefined;
  }

  /** Hashing costs more than all else that is done for an execution that is only counted. */
  private keyOf(fingerprint: string, notifier: string): string {
    const both = `${fingerprint} ${notifier}`;
    const known = this.keys.get(both);
    if (known !== undefined) return known;
    if (this.keys.size >= MAX_KEYS) this.keys.clear();
    const key = claimKey(this.scope, fingerprint, notifier);
    this.keys.set(both, key);
    return key;
  }
}
