import { clock } from '../../platform/clock.js';
import { clearTimeout, setTimeout } from '../../platform/host-timers.js';
import type { Claim } from './claim-store.interface.js';

const MAX_KEPT = 1_000;

/** Without a timer, no call might reach the store for days: all slow endpoints may be within their windows. */
const RETRY_MS = 2_000;

interface Kept {
  readonly claim: Claim;
  readonly until: number;
  readonly alertedMs: number;
}

/**
 * The confirmations that failed during an outage of the store, to be repeated after it. At most 1 000: one more evicts
 * the oldest.
 *
 * @internal
 */
export class LateConfirmations {
  private readonly kept = new Map<string, Kept>();
  private sending = false;
  private timer: NodeJS.Timeout | undefined;

  /** @param confirm resolves to a boolean when the store has answered; never rejects */
  constructor(
    private readonly confirm: (claim: Claim, forMs: number, alertedMs: number) => Promise<boolean | symbol>,
    private readonly now: () => number = clock,
  ) {}

  add(claim: Claim, forMs: number, alertedMs: number): void {
    this.kept.delete(claim.key);
    const [oldest] = this.kept.keys();
    if (oldest !== undefined && this.kept.size >= MAX_KEPT) this.kept.delete(oldest);
    this.kept.set(claim.key, { claim, until: this.now() + forMs, alertedMs });
    this.retryLater();
  }

  /** Called when the store has answered. Returns at once; sends one confirmation after another until one fails. */
  send(): void {
    if (this.sending || this.kept.size === 0) return;
    this.sending = true;
    void this.sendAll().finally(() => {
      this.sending = false;
      if (this.kept.size > 0) this.retryLater();
    });
  }

  /** Drops the confirmations that were not sent yet. */
  close(): void {
    this.kept.clear();
    clearTimeout(this.timer);
  }

  private retryLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), RETRY_MS).unref();
  }

  private async sendAll(): Promise<void> {
    for (const [key, { claim, until, alertedMs }] of this.kept) {
      const forMs = until - this.now();
      if (forMs > 0 && typeof (await this.confirm(claim, forMs, alertedMs)) !== 'boolean') return;
      if (this.kept.get(key)?.claim === claim) this.kept.delete(key);
    }
  }
}
