import type { Keyv } from 'keyv';
import type { Claim, ClaimStore, HeldClaim } from './claim-store.interface.js';
import { decodeClaim, encodeClaim } from './claim-value.js';
import { within } from './deadline.js';

const CALL_DEADLINE_MS = 500;
/** Several calls, and perhaps another application's before them. */
const DEADLINE_MS = 2_000;

/** By store, so that several applications in one process that share one do not see each other half way. */
const queues = new WeakMap<object, Promise<unknown>>();

/**
 * Claims in any store that can only get and set: one after another within this process, which makes it exact there.
 * Between two processes it is not: both may look before either has written.
 *
 * @internal
 */
export class KeyvClaimStore implements ClaimStore {
  readonly deadlineMs = DEADLINE_MS;
  readonly atOnce = 1;
  private failures = 0;
  private readonly onError = (): void => void (this.failures += 1);

  /** @param keyv what it does not throw it emits, and what it emits counts as thrown */
  constructor(private readonly keyv: Keyv) {
    keyv.on('error', this.onError);
  }

  claim({ key, token }: Claim, leaseMs: number): Promise<HeldClaim | undefined> {
    return this.inTurn(async () => {
      const held = await this.holderOf(key);
      if (held === undefined) await this.write(key, encodeClaim({ token, alertedMs: undefined }), leaseMs);
      return held;
    });
  }

  confirm({ key, token }: Claim, forMs: number, alertedMs?: number): Promise<boolean> {
    return this.inTurn(async () => {
      const held = await this.holderOf(key);
      if (held !== undefined && held.token !== token) return false;
      if (forMs > 0) await this.write(key, encodeClaim({ token, alertedMs }), forMs);
      else await this.call(() => this.keyv.delete(key));
      return true;
    });
  }

  release({ key, token }: Claim): Promise<void> {
    return this.inTurn(async () => {
      const held = await this.holderOf(key);
      if (held?.token === token) await this.call(() => this.keyv.delete(key));
    });
  }

  /** The store is the application's: it is left as it is. */
  async close(): Promise<void> {
    this.keyv.off('error', this.onError);
  }

  private async holderOf(key: string): Promise<HeldClaim | undefined> {
    const raw = await this.call(() => this.keyv.get<string>(key, { raw: true }));
    if (typeof raw?.value !== 'string') return undefined;
    // By the global date, which may be a test suite's fake, since Keyv has written `expires` by it.
    const remainingMs = typeof raw.expires === 'number' ? raw.expires - Date.now() : Infinity;
    return remainingMs > 0 ? { ...decodeClaim(raw.value), remainingMs } : undefined;
  }

  private async write(key: string, value: string, forMs: number): Promise<void> {
    if ((await this.call(() => this.keyv.set(key, value, forMs))) === false)
      throw new Error('the store did not keep it');
  }

  private async call<T>(operation: () => Promise<T>): Promise<T> {
    const failuresBefore = this.failures;
    const result = await within(CALL_DEADLINE_MS, operation());
    if (this.failures > failuresBefore) throw new Error('the store has failed');
    return result;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const before = queues.get(this.keyv) ?? Promise.resolve();
    const result = before.then(work);
    queues.set(
      this.keyv,
      result.catch(() => undefined),
    );
    return result;
  }
}
