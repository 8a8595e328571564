import { clock } from '../../platform/clock.js';
import type { MonotonicMs } from '../../model/execution.interface.js';
import type { Claim, ClaimStore, HeldClaim } from './claim-store.interface.js';

const MAX_ENTRIES = 10_000;

interface Entry {
  readonly token: string;
  readonly until: MonotonicMs;
  readonly alertedMs: number | undefined;
}

/**
 * Claims in the memory of this process. At most 10 000: one more removes the expired ones. When none has expired, it
 * evicts the oldest, whose endpoint may then alert once too often.
 *
 * It has no timer: windows may exceed the 24 days that are the limit of one.
 *
 * @internal
 */
export class MemoryClaimStore implements ClaimStore {
  readonly deadlineMs = Infinity;
  private readonly entries = new Map<string, Entry>();

  /** @param now a monotonic clock */
  constructor(private readonly now: () => MonotonicMs = clock) {}

  async claim(claim: Claim, leaseMs: number): Promise<HeldClaim | undefined> {
    return this.claimNow(claim, leaseMs);
  }

  async confirm(claim: Claim, forMs: number, alertedMs?: number): Promise<boolean> {
    return this.confirmNow(claim, forMs, alertedMs);
  }

  async release(claim: Claim): Promise<void> {
    this.releaseNow(claim);
  }

  async close(): Promise<void> {
    this.entries.clear();
  }

  claimNow(claim: Claim, leaseMs: number): HeldClaim | undefined {
    const held = this.find(claim.key);
    if (held === undefined) this.keep(claim.key, { token: claim.token, remainingMs: leaseMs, alertedMs: undefined });
    return held;
  }

  confirmNow(claim: Claim, forMs: number, alertedMs?: number): boolean {
    const held = this.find(claim.key);
    if (held !== undefined && held.token !== claim.token) return false;
    this.keep(claim.key, { token: claim.token, remainingMs: forMs, alertedMs });
    return true;
  }

  releaseNow({ key, token }: Claim): void {
    if (this.entries.get(key)?.token === token) this.entries.delete(key);
  }

  /** The claim that is held now. */
  find(key: string): HeldClaim | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    const remainingMs = entry.until - this.now();
    return remainingMs > 0 ? { token: entry.token, remainingMs, alertedMs: entry.alertedMs } : undefined;
  }

  /** Stores a held claim. Deletes it first, so that the map is ordered by the last change. */
  keep(key: string, { token, remainingMs, alertedMs }: HeldClaim): void {
    this.entries.delete(key);
    if (this.entries.size >= MAX_ENTRIES) this.makeRoom();
    this.entries.set(key, { token, until: this.now() + remainingMs, alertedMs });
  }

  private makeRoom(): void {
    const now = this.now();
    for (const [key, entry] of this.entries) if (entry.until <= now) this.entries.delete(key);
    const [oldest] = this.entries.keys();
    if (oldest !== undefined && this.entries.size >= MAX_ENTRIES) this.entries.delete(oldest);
  }
}
