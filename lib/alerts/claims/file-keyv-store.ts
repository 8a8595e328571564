import { EventEmitter } from 'node:events';
import * as fs from 'node:fs/promises';
import type { KeyvStoreAdapter, StoredData } from 'keyv';
import { FileClaimStore } from './file-claim-store.js';
import { FileStore } from './file-store.js';
import { FileSweep } from './file-sweep.js';

const ATTEMPTS = 10;

/**
 * The embedded store: a Keyv store whose texts are files in a directory of this host, so that what a cache of
 * cache-manager holds survives a restart. Beside what every Keyv store can do it grants claims atomically.
 *
 * @internal
 */
export class FileKeyvStore extends EventEmitter implements KeyvStoreAdapter {
  readonly opts: object;
  namespace?: string | undefined;
  readonly claims: FileClaimStore;
  private readonly files: FileStore;
  private readonly sweep: FileSweep;

  /** @param now the system's clock */
  constructor(directory: string, now?: () => number) {
    super();
    this.opts = { directory };
    this.files = new FileStore(directory, now);
    this.sweep = new FileSweep(this.files);
    this.claims = new FileClaimStore(this.files, this.sweep);
  }

  async get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    const { stored } = await this.files.look(key);
    return stored !== undefined && stored.remainingMs > 0 ? (stored.text as StoredData<Value>) : undefined;
  }

  async set(key: string, value: string, ttlMs?: number): Promise<boolean> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const look = await this.files.look(key);
      if (await this.files.putAfter(key, look, value, ttlMs ?? Infinity)) {
        this.sweep.added();
        return true;
      }
    }
    return false;
  }

  async delete(key: string): Promise<boolean> {
    const look = await this.files.look(key);
    await this.files.expire(key, look);
    return look.stored !== undefined && look.stored.remainingMs > 0;
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
