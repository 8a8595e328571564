import { clock } from '../../platform/clock.js';
import { setTimeout, clearTimeout } from '../../platform/host-timers.js';
import type { Claim } from './claim-store.interface.js';

const MAX_KEPT = 1_000;

/** Nothing else may ask the store for days: all that is slow is in its window. */
const TRY_AGAIN_MS = 2_000;

interface Kept {
  readonly claim: Claim;
  readonly until: number;
  readonly alertedMs: number;
}

/**
 * What was sent while the store was away, to be told to it when it is back. At most 1 000, the oldest forgotten first.
 *
 * @internal
 */
export class LateConfirmations {
  private readonly kept = new Map<string, Kept>();
  private sending = false;
  private timer: NodeJS.Timeout | undefined;

  /** @param confirm answers with a boolean when the store has been told; never rejects */
  constructor(
    private readonly confirm: (claim: Claim, forMs: number, alertedMs: number) => Promise<boolean | symbol>,
    private readonly now: () => number = clock,
  ) {}

  add(claim: Claim, forMs: number, alertedMs: number): void {
    this.kept.delete(claim.key);
    const [oldest] = this.kept.keys();
    if (oldest !== undefined && this.kept.size >= MAX_KEPT) this.kept.delete(oldest);
    this.kept.set(claim.key, { claim, until: this.now() + forMs, alertedMs });
    this.tryLater();
  }

  /** Called when the store has answered. Returns at once; one after another, until it fails again. */
  send(): void {
    if (this.sending || this.kept.size === 0) return;
    this.sending = true;
    void this.sendAll().finally(() => {
      this.sending = false;
      if (this.kept.size > 0) this.tryLater();
    });
  }

  /** What could not be told until now is not told any more. */
  close(): void {
    this.kept.clear();
    clearTimeout(this.timer);
  }

  private tryLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), TRY_AGAIN_MS).unref();
  }

  private async sendAll(): Promise<void> {
    for (const [key, { claim, until, alertedMs }] of this.kept) {
      const forMs = until - this.now();
      if (forMs > 0 && typeof (await this.confirm(claim, forMs, alertedMs)) !== 'boolean') return;
      if (this.kept.get(key)?.claim === claim) this.kept.delete(key);
    }
  }
}
