import { Inject, Injectable } from '@nestjs/common';
import type { Delivery } from '../model/delivery.interface.js';
import type { MonotonicMs } from '../model/execution.interface.js';
import { LiveOptions } from '../options/live-options.js';
import { clock } from '../platform/clock.js';
import { applicationName } from './application-name.js';
import { claimKey, newClaim } from './claims/claim-key.js';
import type { Claim, HeldClaim } from './claims/claim-store.interface.js';
import { GuardedClaimStore } from './claims/guarded-claim-store.js';

/**
 * Added to the time of two deliveries: one may be running when the lease begins. A process whose event loop is blocked
 * confirms its claim late.
 */
const LEASE_ALLOWANCE_MS = 5_000;

const MAX_KEYS = 10_000;
const MAX_PENDING = 1_000;

/** The right to send one alert through one notifier. @internal */
export interface Grant {
  readonly notifier: string;
  readonly claim: Claim;
  /** Length of the window after a delivery; `undefined` for that of the options. */
  readonly windowMs: number | undefined;
  /** Start of the current lease. */
  leasedAt: MonotonicMs;
}

type Leased = Pick<Grant, 'claim' | 'leasedAt'>;

/**
 * Takes the claims of an alert, one for each notifier, and settles each by the result of its delivery.
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

  /** True when the memory of this process shows that no claim would be granted, so that the store need not be called. */
  areHeld(fingerprint: string, durationMs: number, notifiers: readonly string[]): boolean {
    return notifiers.every(notifier => {
      const held = this.store.known(this.keyOf(fingerprint, notifier));
      if (held === undefined) return false;
      const escalation = this.escalationKey(fingerprint, notifier, held, durationMs);
      return escalation === undefined || this.store.known(escalation) !== undefined;
    });
  }

  /** True while 1 000 alerts wait for the store: a slow store must not fill the memory. */
  get isBusy(): boolean {
    return this.pending >= MAX_PENDING;
  }

  /**
   * Never rejects.
   *
   * @param windowMs by default that of the options
   * @returns a grant for each notifier that the alert is to be sent through
   */
  async take(
    fingerprint: string,
    durationMs: number,
    notifiers: readonly string[],
    windowMs?: number,
  ): Promise<readonly Grant[]> {
    this.pending += 1;
    try {
      const leases = await Promise.all(notifiers.map(notifier => this.takeOne(fingerprint, durationMs, notifier)));
      return leases.flatMap((leased, index) =>
        leased === undefined ? [] : [{ notifier: notifiers[index] ?? '', windowMs, ...leased }],
      );
    } finally {
      this.pending -= 1;
    }
  }

  /**
   * Extends the lease right before the alert is sent, because the alert may have waited long.
   *
   * @returns false when another process has been granted the claim. Never rejects.
   */
  async renew(grant: Grant): Promise<boolean> {
    if (clock() - grant.leasedAt < this.live.current.delivery.timeoutMs / 2) return true;
    grant.leasedAt = clock();
    return this.store.confirm(grant.claim, this.leaseMs);
  }

  /**
   * Confirms the claim of a delivered alert for the window, and releases that of a failed one. Other claims expire
   * with their lease: those of alerts that may have arrived, and of those that would fail again.
   */
  async settle(
    { claim, windowMs }: Grant,
    { outcome, reason }: Pick<Delivery, 'outcome' | 'reason'>,
    durationMs: number,
  ) {
    if (outcome === 'delivered')
      await this.store.confirm(claim, windowMs ?? this.live.current.alertWindowMs, durationMs);
    else if (outcome !== 'ambiguous' && reason !== 'permanent-error') await this.store.release(claim);
  }

  /** Releases the claims of an alert that is not sent. Never rejects. */
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

  /** Each lease has its own start: behind a slow store, the other claims of an alert are granted much later. */
  private async takeOne(fingerprint: string, durationMs: number, notifier: string): Promise<Leased | undefined> {
    const claim = newClaim(this.keyOf(fingerprint, notifier));
    const held = await this.store.claim(claim, this.leaseMs);
    if (held === undefined) return { claim, leasedAt: clock() };

    const escalationKey = this.escalationKey(fingerprint, notifier, held, durationMs);
    if (escalationKey === undefined) return undefined;
    const escalation = newClaim(escalationKey);
    const isGranted = (await this.store.claim(escalation, this.leaseMs)) === undefined;
    return isGranted ? { claim: escalation, leasedAt: clock() } : undefined;
  }

  /**
   * The key to claim within a window when the execution was `escalation` times slower than the alerted one. It contains
   * the token of the window, so that it is granted once in each window.
   */
  private escalationKey(
    fingerprint: string,
    notifier: string,
    held: HeldClaim,
    durationMs: number,
  ): string | undefined {
    const { escalation } = this.live.current;
    const isWorse = escalation >= 1 && held.alertedMs !== undefined && durationMs >= held.alertedMs * escalation;
    return isWorse ? claimKey(this.scope, fingerprint, notifier, held.token) : undefined;
  }

  /** Cached: the hash would be the largest cost of an execution that is only counted. */
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
