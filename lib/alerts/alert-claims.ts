import { Inject, Injectable } from '@nestjs/common';
import type { ResolvedOptions } from '../options/resolved-options.interface.js';
import { RESOLVED_OPTIONS } from '../performance-monitor.constants.js';
import { MonitorLogger } from '../performance-monitor.logger.js';
import { CLAIM_STORE } from './claims/claim-store.interface.js';
import type { Claim, ClaimStore } from './claims/claim-store.interface.js';

/** What making a report and waiting for its turn may take, beside the send itself. */
const LEASE_ALLOWANCE_MS = 30_000;

/** From this failure in a row on, the claim is left to run out. */
const PATIENCE = 3;
const MAX_REMEMBERED = 1_000;

/**
 * Takes claims and ends them by what became of the alert.
 *
 * After a failure the next slow execution may alert again. When that fails again and again, it may so only once in a
 * lease: a notifier that is broken for good must not make every slow request cost a report.
 *
 * @internal
 */
@Injectable()
export class AlertClaims {
  private readonly failuresInARow = new Map<string, number>();
  private readonly leaseMs: number;

  constructor(
    @Inject(CLAIM_STORE) private readonly store: ClaimStore,
    @Inject(RESOLVED_OPTIONS) private readonly options: ResolvedOptions,
    private readonly logger: MonitorLogger,
  ) {
    this.leaseMs = options.delivery.timeoutMs * 2 + LEASE_ALLOWANCE_MS;
  }

  /** @returns `undefined` when the alert is not to be sent */
  take(fingerprint: string): Promise<Claim | undefined> {
    return this.store.claim(fingerprint, this.leaseMs);
  }

  /** The alert was delivered. Never rejects. */
  async sent(claim: Claim): Promise<void> {
    this.failuresInARow.delete(claim.fingerprint);
    await this.guard(() => this.store.confirm(claim, this.options.alertWindowMs));
  }

  /** The alert was not delivered. Never rejects. */
  async failed(claim: Claim): Promise<void> {
    const failures = (this.failuresInARow.get(claim.fingerprint) ?? 0) + 1;
    if (this.failuresInARow.size >= MAX_REMEMBERED) this.failuresInARow.clear();
    this.failuresInARow.set(claim.fingerprint, failures);
    if (failures < PATIENCE) await this.guard(() => this.store.release(claim));
  }

  private async guard(call: () => Promise<void>): Promise<void> {
    try {
      await call();
    } catch (error) {
      this.logger.failure('Could not remember what became of an alert', error);
    }
  }
}
