import type { Claim, ClaimStore, HeldClaim } from './claim-store.interface.js';
import { decodeClaim, encodeClaim } from './claim-value.js';
import type { FileStore, Look } from './file-store.js';
import type { FileSweep } from './file-sweep.js';

/** A disk is slower than a network when it is busy, and several steps are needed. */
const DISK_DEADLINE_MS = 3_000;

/** Node works on so many files at once, all of the application's included. */
const THREADS = 4;

/** Somebody is about to hold it: how long is not known yet. */
const SOON: HeldClaim = { token: '', remainingMs: 100, alertedMs: undefined };

/**
 * Claims in files: exact among the processes of one host, and kept through restarts and crashes.
 *
 * @internal
 */
export class FileClaimStore implements ClaimStore {
  readonly deadlineMs = DISK_DEADLINE_MS;
  readonly atOnce = THREADS;

  constructor(
    private readonly files: FileStore,
    private readonly sweep: FileSweep,
  ) {}

  async claim({ key, token }: Claim, leaseMs: number): Promise<HeldClaim | undefined> {
    const look = await this.files.look(key);
    const held = holderOf(look);
    if (held !== undefined) return held;
    if (!(await this.files.putAfter(key, look, encodeClaim({ token, alertedMs: undefined }), leaseMs))) return SOON;
    this.sweep.added();
    return undefined;
  }

  async confirm({ key, token }: Claim, forMs: number, alertedMs?: number): Promise<boolean> {
    const look = await this.files.look(key);
    const held = holderOf(look);
    const text = encodeClaim({ token, alertedMs });
    if (held === undefined) return this.files.putAfter(key, look, text, forMs);
    if (held.token !== token) return false;
    await this.files.replace(key, look, text, forMs);
    return true;
  }

  async release({ key, token }: Claim): Promise<void> {
    const look = await this.files.look(key);
    if (holderOf(look)?.token === token) await this.files.expire(key, look);
  }

  async close(): Promise<void> {
    await this.sweep.stop();
  }
}

function holderOf({ stored }: Look): HeldClaim | undefined {
  if (stored === undefined || stored.remainingMs <= 0) return undefined;
  return { ...decodeClaim(stored.text), remainingMs: stored.remainingMs };
}
