import { EventEmitter } from 'node:events';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyvStoreAdapter, StoredData } from 'keyv';
import { FileClaimStore } from './file-claim-store.js';
import { FileStore } from './file-store.js';
import { FileSweep } from './file-sweep.js';

const ATTEMPTS = 10;
const DIRECTORY = '.claims';

/** The store beside the reports. @internal */
export function fileStoreIn(outputDir: string): FileKeyvStore {
  return new FileKeyvStore(join(outputDir, DIRECTORY));
}

/**
 * The embedded store: a Keyv store that keeps its values in files, so that they survive a restart. It can grant claims
 * atomically, which other Keyv stores cannot.
 *
 * @internal
 */
export class FileKeyvStore extends EventEmitter implements KeyvStoreAdapter {
  readonly opts: object;
  namespace?: string | undefined;
  readonly claims: FileClaimStore;
  private readonly files: FileStore;
  private readonly sweep: FileSweep;

  /** @param now the system clock */
  constructor(directory: string, now?: () => number) {
    super();
    this.opts = { directory };
    this.files = new FileStore(directory, now);
    this.sweep = new FileSweep(this.files);
    this.claims = new FileClaimStore(this.files, this.sweep);
  }

  async get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    const { stored } = await this.files.read(key);
    return stored !== undefined && stored.remainingMs > 0 ? (stored.text as StoredData<Value>) : undefined;
  }

  async set(key: string, value: string, ttlMs?: number): Promise<boolean> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const snapshot = await this.files.read(key);
      if (await this.files.putAfter(key, snapshot, value, ttlMs ?? Infinity)) {
        this.sweep.added();
        return true;
      }
    }
    return false;
  }

  async delete(key: string): Promise<boolean> {
    const snapshot = await this.files.read(key);
    await this.files.expire(key, snapshot);
    return snapshot.stored !== undefined && snapshot.stored.remainingMs > 0;
  }

  async has(key: string): Promise<boolean> {
    return (await this.get(key)) !== undefined;
  }

  async clear(): Promise<void> {
    await fs.rm(this.files.directory, { recursive: true, force: true });
  }

  async disconnect(): Promise<void> {
    await this.claims.close();
  }
}
