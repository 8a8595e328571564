import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { clock, wallClock } from '../../../platform/clock.js';
import type { FileStore } from './file-store.js';

const INTERVAL_MS = 3_600_000;
const MAX_ADDED = 2_000;

/** Another process may still use a snapshot of a text that expired a moment ago. */
const GRACE_MS = 60_000;

/** @internal */
export const MAX_FILES = 10_000;

/**
 * Deletes expired texts, the temporary files of crashed processes, and, of more than 10 000 texts, those that expire
 * first. It has no timer: a new text starts a sweep once an hour, or after 2 000 texts. It handles one file at a time.
 *
 * @internal
 */
export class FileSweep {
  private addedSince = 0;
  private lastStart: number | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly files: FileStore,
    private readonly maxFiles = MAX_FILES,
  ) {}

  /** Call it after each new text. */
  added(): void {
    this.addedSince += 1;
    const due = this.lastStart === undefined || clock() - this.lastStart > INTERVAL_MS;
    if (this.running !== undefined || this.stopped || (!due && this.addedSince < MAX_ADDED)) return;
    this.addedSince = 0;
    this.lastStart = clock();
    this.running = this.sweep()
      // The next claim fails on an unreadable directory, too, and logs it.
      .catch(() => undefined)
      .finally(() => (this.running = undefined));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  async sweep(): Promise<void> {
    const kept: { path: string; remainingMs: number }[] = [];
    for (const bucket of await fs.readdir(this.files.directory)) {
      const directory = join(this.files.directory, bucket);
      for (const file of await fs.readdir(directory).catch(() => [])) {
        if (this.stopped) return;
        const path = join(directory, file);
        const isTemporary = file.endsWith('.tmp');
        const remainingMs = isTemporary ? await negativeAgeOf(path) : (await this.files.readFile(path))?.remainingMs;
        if (remainingMs === undefined) continue;
        if (remainingMs < -GRACE_MS) await fs.rm(path, { force: true });
        else if (!isTemporary) kept.push({ path, remainingMs });
      }
    }
    kept.sort((a, b) => b.remainingMs - a.remainingMs);
    for (const { path } of kept.slice(this.maxFiles)) await fs.rm(path, { force: true });
  }
}

/** Milliseconds since the last change, negative like the remaining time of an expired text. */
async function negativeAgeOf(path: string): Promise<number | undefined> {
  const stat = await fs.stat(path).catch(() => undefined);
  return stat && stat.mtimeMs - wallClock();
}
