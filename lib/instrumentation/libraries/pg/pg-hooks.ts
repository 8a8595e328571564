import { processWide } from '../../../platform/process-wide.js';
import { ProcessHooks } from '../wrapping/process-hooks.js';
import { Callers } from './callers.js';
import type { PgApplication } from './pg-application.js';
import { PgCalls } from './pg-calls.js';
import { clientPrototype, ownValue, poolPrototype, type PgClient, type PgPool } from './pg-shapes.js';

/**
 * pg publishes nothing. So two methods are wrapped that every request passes: `Pool#connect` and `Client#query`.
 *
 * @internal
 */
export class PgHooks {
  readonly callers = new Callers();
  private readonly hooks = new ProcessHooks<PgApplication>();
  private readonly calls = new PgCalls(this.callers, this.hooks);
  /** Classes of clients that pools have made. */
  private seen = new WeakSet<object>();

  join(application: PgApplication): void {
    this.hooks.join(application);
  }

  leave(application: PgApplication): void {
    this.hooks.leave(application);
    if (!this.hooks.hasUsers) this.callers.clear();
    // Their methods may have been put back.
    this.seen = new WeakSet();
  }

  /**
   * Wraps the methods of the classes of `instance`, if it is a pool, a client, or a prototype of these.
   *
   * @returns false for any other object
   */
  cover(instance: object): boolean {
    const { hooks, calls } = this;
    const pool = poolPrototype(instance);
    if (pool !== undefined) {
      hooks.wrap(pool, 'connect', (original, self: PgPool, args) => calls.connect(original, self, args));
      const client = ownValue(ownValue(instance, 'Client'), 'prototype');
      if (client !== undefined) this.cover(client as object);
      return true;
    }
    const client = clientPrototype(instance);
    if (client === undefined) return false;
    hooks.wrap(client, 'query', (original, self: PgClient, args) => calls.query(original, self, args));
    return true;
  }

  /** Wraps the class of a client that a pool has made: it may be another copy's, or a native one. */
  coverClient(client: object): void {
    const prototype: unknown = Object.getPrototypeOf(client);
    if (typeof prototype !== 'object' || prototype === null || this.seen.has(prototype)) return;
    this.seen.add(prototype);
    this.cover(prototype);
  }
}

/** The hooks of the process: a prototype is wrapped once, for all applications. @internal */
export const pgHooks = (): PgHooks => processWide('pgHooks', () => new PgHooks());
