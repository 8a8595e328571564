/**
 * The used part of a pool of the package `pg`: `new Pool()`. The module only sends statements through it. It closes the pool
 * at no time.
 *
 * @publicApi
 */
export interface LockPool {
  /** Sends one statement over a free connection. */
  query(text: string, values: unknown[]): Promise<{ readonly rows: unknown[] }>;
  /** Not called: it shows, with the counts below, that the object is a pool. */
  connect(): Promise<unknown>;
  /** Open connections. */
  readonly totalCount: number;
  /** Free connections. */
  readonly idleCount: number;
  /** Requests that wait for a connection. */
  readonly waitingCount: number;
  /** The settings of the pool. */
  readonly options?: {
    /** The most connections that it opens. */
    readonly max?: number | undefined;
  };
  /** True once the application has begun to close it. */
  readonly ending?: boolean;
}
