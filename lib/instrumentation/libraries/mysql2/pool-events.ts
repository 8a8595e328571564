import type { Mysql2Connection, Mysql2Pool } from './mysql2-messages.js';

/** Pools whose events are observed. Some applications make a pool for each of their customers. */
const MAX_POOLS = 100;

/** @internal */
export interface PoolListener {
  /** A request came that must wait. Runs within the call of the pool. */
  enqueued(): void;
  /** A connection is free. */
  released(connection: Mysql2Connection): void;
}

interface Watched {
  readonly pool: WeakRef<Mysql2Pool>;
  readonly enqueue: () => void;
  readonly release: (connection: Mysql2Connection) => void;
}

/**
 * Listeners on the application's pools. Their failures would end in the application's call: they are reported instead.
 *
 * @internal
 */
export class PoolEvents {
  private watched: Watched[] = [];

  constructor(private readonly onFailure: (error: unknown) => void) {}

  /** @returns false when too many pools are observed */
  watch(pool: Mysql2Pool, { enqueued, released }: PoolListener): boolean {
    if (this.watched.length >= MAX_POOLS) this.watched = this.watched.filter(each => each.pool.deref() !== undefined);
    if (this.watched.length >= MAX_POOLS) return false;
    const enqueue = this.safely(enqueued);
    const release = this.safely(released);
    pool.on('enqueue', enqueue);
    pool.on('release', release);
    this.watched.push({ pool: new WeakRef(pool), enqueue, release });
    return true;
  }

  close(): void {
    for (const { pool, enqueue, release } of this.watched) {
      pool.deref()?.off('enqueue', enqueue);
      pool.deref()?.off('release', release);
    }
    this.watched = [];
  }

  private safely<T extends unknown[]>(observe: (...args: T) => void): (...args: T) => void {
    return (...args) => {
      try {
        observe(...args);
      } catch (error) {
        this.onFailure(error);
      }
    };
  }
}
