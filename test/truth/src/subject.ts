import type { Own, Servers } from './servers.js';

/** Connections of a pool, where the library has one. */
export const CONNECTIONS = 10;

/** One statement of an N+1 takes about this long. */
export const STATEMENT_MS = 20;

/** One statement of a parallel N+1 takes about this long: 60 over 10 connections are 6 rounds. */
export const PARALLEL_MS = 100;

/**
 * One library, slow for one reason in each method. A concrete subject is a provider in `subjects/<library>.ts`, the
 * default export of that file. Its async methods become spans, and `table.ts` has their names: it needs no others, so
 * helpers are functions outside the class. Results are not returned: their serialization is no part of a cause.
 *
 * The methods issue each statement themselves, and not through another method of the class.
 */
export abstract class Subject {
  /** Connections that `hold()` occupies: 1 for a library without a pool. */
  readonly connections: number = CONNECTIONS;

  /**
   * Makes a new pool of 10 connections, and opens the first one with a small statement. It runs in the request that
   * must not appear in the report of any cause.
   */
  abstract start(servers: Servers, own: Own): Promise<void>;

  /** Closes the pool. Statements of a request that has ended may still run. */
  abstract stop(): Promise<void>;

  /** One statement that takes `ms`. */
  abstract slow(ms: number): Promise<void>;

  /** So many statements of `STATEMENT_MS`, one after another. */
  abstract nPlusOne(count: number): Promise<void>;

  /** One statement of `STATEMENT_MS`. */
  abstract one(i: number): Promise<void>;

  /** So many statements of `PARALLEL_MS`, by `Promise.all`. */
  abstract parallel(count: number): Promise<void>;

  /** Reads so many rows at once. */
  abstract rows(count: number): Promise<void>;

  /** Reads so many rows with a stream or cursor. The server needs about 2 ms for each. */
  abstract stream(count: number): Promise<void>;

  /** Updates the row `own.row`. */
  lock(): Promise<void> {
    return Promise.reject(new Error('no row locks'));
  }

  /** In a transaction: updates the row `own.row`, calls `locked()`, and keeps the lock for `ms` with a statement. */
  holdLock(_ms: number, _locked: () => void): Promise<void> {
    return Promise.reject(new Error('no row locks'));
  }

  async nPlusOneThrough(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) await this.one(i);
  }

  /** One statement beside a timer that warns just before its end, and a heartbeat. */
  async timer(ms: number): Promise<void> {
    const warning = setTimeout(() => undefined, (ms * 5) / 6);
    const heartbeat = setInterval(() => undefined, 20);
    try {
      await this.slow(ms);
    } finally {
      clearTimeout(warning);
      clearInterval(heartbeat);
    }
  }

  /** Occupies every connection for `ms`. */
  async hold(ms: number): Promise<void> {
    await Promise.all(Array.from({ length: this.connections }, () => this.slow(ms)));
  }
}
