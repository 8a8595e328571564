import { randomUUID } from 'node:crypto';
import type { MonotonicMs } from '../../execution/execution.interface.js';
import type { Claim, ClaimStore } from './claim-store.interface.js';

const MAX_ENTRIES = 10_000;

interface Entry {
  readonly token: string;
  readonly until: MonotonicMs;
}

/**
 * Remembers claims in this process, and only as long as it lives. At most 10 000: then those that have run out are
 * swept, and when none has, the oldest is forgotten, whose endpoint may alert once more than it should.
 *
 * There is no timer: windows may be longer than the 24 days that one can last.
 *
 * @internal
 */
export class MemoryClaimStore implements ClaimStore {
  private readonly entries = new Map<string, Entry>();

  /** @param now a clock that never goes back */
  constructor(private readonly now: () => MonotonicMs = () => performance.now()) {}

  async claim(fingerprint: string, leaseMs: number): Promise<Claim | undefined> {
    const held = this.entries.get(fingerprint);
    if (held && held.until > this.now()) return undefined;
    const token = randomUUID();
    this.keep(fingerprint, { token, until: this.now() + leaseMs });
    return { fingerprint, token };
  }

  async confirm(claim: Claim, windowMs: number): Promise<void> {
    if (this.holds(claim)) this.keep(claim.fingerprint, { token: claim.token, until: this.now() + windowMs });
  }

  async release(claim: Claim): Promise<void> {
    if (this.holds(claim)) this.entries.delete(claim.fingerprint);
  }

  private holds(claim: Claim): boolean {
    return this.entries.get(claim.fingerprint)?.token === claim.token;
  }

  /** Deletes first, so that the map's order is the order of the last claim or confirmation. */
  private keep(fingerprint: string, entry: Entry): void {
    this.entries.delete(fingerprint);
    if (this.entries.size >= MAX_ENTRIES) this.makeRoom();
    this.entries.set(fingerprint, entry);
  }

  private makeRoom(): void {
    const now = this.now();
    for (const [fingerprint, entry] of this.entries) if (entry.until <= now) this.entries.delete(fingerprint);
    const [oldest] = this.entries.keys();
    if (oldest !== undefined && this.entries.size >= MAX_ENTRIES) this.entries.delete(oldest);
  }
}
