import type { Keyv } from 'keyv';
import type { Claim, ClaimStore, HeldClaim } from './claim-store.interface.js';
import { decodeClaim, encodeClaim } from './claim-value.js';
import { withDeadline } from './deadline.js';

const CALL_DEADLINE_MS = 500;
/** A claim takes several calls, and may wait for those of another application. */
const DEADLINE_MS = 2_000;

/** By store, because several applications in one process may share one. */
const queues = new WeakMap<object, Promise<unknown>>();

/**
 * Claims in a store that can only get and set. The calls of this process are serialized, so that claims are exact within
 * it. They are not exact between processes: two may read before either of them has written.
 *
 * @internal
 */
export class KeyvClaimStore implements ClaimStore {
  readonly deadlineMs = DEADLINE_MS;
  readonly concurrency = 1;
  private failures = 0;
  private readonly onError = (): void => void (this.failures += 1);

  /** @param keyv an error that it emits counts as thrown */
  constructor(private readonly keyv: Keyv) {
    keyv.on('error', this.onError);
  }

  claim({ key, token }: Claim, leaseMs: number): Promise<HeldClaim | undefined> {
    return this.serialize(async () => {
      const held = await this.holderOf(key);
      if (held === undefined) await this.write(key, encodeClaim({ token, alertedMs: undefined }), leaseMs);
      return held;
    });
  }

  confirm({ key, token }: Claim, forMs: number, alertedMs?: number): Promise<boolean> {
    return this.serialize(async () => {
      const held = await this.holderOf(key);
      if (held !== undefined && held.token !== token) return false;
      if (forMs > 0) await this.write(key, encodeClaim({ token, alertedMs }), forMs);
      else await this.call(() => this.keyv.delete(key));
      return true;
    });
  }

  release({ key, token }: Claim): Promise<void> {
    return this.serialize(async () => {
      const held = await this.holderOf(key);
      if (held?.token === token) await this.call(() => this.keyv.delete(key));
    });
  }

  /** Leaves the store open: it belongs to the application. */
  async close(): Promise<void> {
    this.keyv.off('error', this.onError);
  }

  private async holderOf(key: string): Promise<HeldClaim | undefined> {
    const raw = await this.call(() => this.keyv.get<string>(key, { raw: true }));
    if (typeof raw?.value !== 'string') return undefined;
    // Keyv computes `expires` by the global date, which a test suite may have replaced.
    const remainingMs = typeof raw.expires === 'number' ? raw.expires - Date.now() : Infinity;
    return remainingMs > 0 ? { ...decodeClaim(raw.value), remainingMs } : undefined;
  }

  private async write(key: string, value: string, forMs: number): Promise<void> {
    if ((await this.call(() => this.keyv.set(key, value, forMs))) === false)
      throw new Error('the store did not keep the claim');
  }

  private async call<T>(operation: () => Promise<T>): Promise<T> {
    const failuresBefore = this.failures;
    const result = await withDeadline(CALL_DEADLINE_MS, operation());
    if (this.failures > failuresBefore) throw new Error('the store has failed');
    return result;
  }

  private serialize<T>(work: () => Promise<T>): Promise<T> {
    const before = queues.get(this.keyv) ?? Promise.resolve();
    const result = before.then(work);
    queues.set(
      this.keyv,
      result.catch(() => undefined),
    );
    return result;
  }
}
