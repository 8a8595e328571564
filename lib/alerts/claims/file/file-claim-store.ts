import type { Claim, ClaimStore, HeldClaim } from '../claim-store.interface.js';
import { decodeClaim, encodeClaim } from '../claim-value.js';
import type { FileStore, Snapshot } from './file-store.js';
import type { FileSweep } from './file-sweep.js';

/** A busy disk is slower than a network, and a call takes several steps. */
const DISK_DEADLINE_MS = 3_000;

/** The size of Node's thread pool, which the application's own file access shares. */
const THREADS = 4;

/** Another process has just been granted the claim; its lease is not readable yet. */
const JUST_GRANTED: HeldClaim = { token: '', remainingMs: 100, alertedMs: undefined };

/**
 * Claims in files: exact among the processes of one host, and kept through restarts and crashes.
 *
 * @internal
 */
export class FileClaimStore implements ClaimStore {
  readonly deadlineMs = DISK_DEADLINE_MS;
  readonly concurrency = THREADS;

  constructor(
    private readonly files: FileStore,
    private readonly sweep: FileSweep,
  ) {}

  async claim({ key, token }: Claim, leaseMs: number): Promise<HeldClaim | undefined> {
    const snapshot = await this.files.read(key);
    const held = holderOf(snapshot);
    if (held !== undefined) return held;
    const text = encodeClaim({ token, alertedMs: undefined });
    if (!(await this.files.putAfter(key, snapshot, text, leaseMs))) return JUST_GRANTED;
    this.sweep.added();
    return undefined;
  }

  async confirm({ key, token }: Claim, forMs: number, alertedMs?: number): Promise<boolean> {
    const snapshot = await this.files.read(key);
    const held = holderOf(snapshot);
    const text = encodeClaim({ token, alertedMs });
    if (held === undefined) return this.files.putAfter(key, snapshot, text, forMs);
    if (held.token !== token) return false;
    await this.files.replace(key, snapshot, text, forMs);
    return true;
  }

  async release({ key, token }: Claim): Promise<void> {
    const snapshot = await this.files.read(key);
    if (holderOf(snapshot)?.token === token) await this.files.expire(key, snapshot);
  }

  async close(): Promise<void> {
    await this.sweep.stop();
  }
}

function holderOf({ stored }: Snapshot): HeldClaim | undefined {
  if (stored === undefined || stored.remainingMs <= 0) return undefined;
  return { ...decodeClaim(stored.text), remainingMs: stored.remainingMs };
}
