import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { clock, wallClock } from '../../platform/clock.js';
import type { FileStore } from './file-store.js';

const EVERY_MS = 3_600_000;
const EVERY_ADDED = 2_000;

/** What ran out a moment ago may be in use by somebody who has just seen it. */
const GRACE_MS = 60_000;

/** @internal */
export const MAX_FILES = 10_000;

/**
 * Clears away what has run out, what a process that died has left, and of more than 10 000 texts those that would run
 * out first. There is no timer: it begins with a new text, from time to time, and goes file by file behind everything.
 *
 * @internal
 */
export class FileSweep {
  private addedSince = 0;
  private lastBegan: number | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly files: FileStore,
    private readonly maxFiles = MAX_FILES,
  ) {}

  /** A text was added. */
  added(): void {
    this.addedSince += 1;
    const due = this.lastBegan === undefined || clock() - this.lastBegan > EVERY_MS;
    if (this.running !== undefined || this.stopped || (!due && this.addedSince < EVERY_ADDED)) return;
    this.addedSince = 0;
    this.lastBegan = clock();
    this.running = this.sweep()
      // A directory that can not be read is told about by whoever needs a claim.
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
        const remainingMs = file.endsWith('.tmp') ? await ageOf(path) : (await this.files.read(path))?.remainingMs;
        if (remainingMs === undefined) continue;
        if (remainingMs < -GRACE_MS) await fs.rm(path, { force: true });
        else if (!file.endsWith('.tmp')) kept.push({ path, remainingMs });
      }
    }
    kept.sort((a, b) => b.remainingMs - a.remainingMs);
    for (const { path } of kept.slice(this.maxFiles)) await fs.rm(path, { force: true });
  }
}

/** Negative, as of what has run out since. */
async function ageOf(path: string): Promise<number | undefined> {
  const stat = await fs.stat(path).catch(() => undefined);
  return stat && stat.mtimeMs - wallClock();
}
