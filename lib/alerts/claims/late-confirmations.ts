import type { Claim } from './claim-store.interface.js';

const MAX_KEPT = 1_000;

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

  /** @param confirm answers with a boolean when the store has been told; never rejects */
  constructor(
    private readonly confirm: (claim: Claim, forMs: number, alertedMs: number) => Promise<boolean | symbol>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  add(claim: Claim, forMs: number, alertedMs: number): void {
    this.kept.delete(claim.key);
    const [oldest] = this.kept.keys();
    if (oldest !== undefined && this.kept.size >= MAX_KEPT) this.kept.delete(oldest);
    this.kept.set(claim.key, { claim, until: this.now() + forMs, alertedMs });
  }

  /** Called when the store has answered. Returns at once; one after another, until it fails again. */
  send(): void {
    if (this.sending || this.kept.size === 0) return;
    this.sending = true;
    void this.sendAll().finally(() => (this.sending = false));
  }

  private async sendAll(): Promise<void> {
    for (const [key, { claim, until, alertedMs }] of this.kept) {
      const forMs = until - this.now();
      if (forMs > 0 && typeof (await this.confirm(claim, forMs, alertedMs)) !== 'boolean') return;
      if (this.kept.get(key)?.claim === claim) this.kept.delete(key);
    }
  }
}
