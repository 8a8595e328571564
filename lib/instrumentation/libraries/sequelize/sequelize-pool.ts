import { clock } from '../../../platform/clock.js';
import type { Checkout } from '../../../tracing/checkout.js';
import { ConnectionPool } from '../../../tracing/connection-pool.js';
import { operatingSpan } from '../../../tracing/running-operation.js';
import type { Tracer } from '../../../tracing/tracer.interface.js';
import { isObject, type QueryOptions, type Sequelize } from './sequelize-shapes.js';

/** Sequelize gives up a request for a connection after this time, unless an option has another one. */
const ACQUIRE_MS = 60_000;
/** Requests without an answer that are followed. */
const MAX_PENDING = 1_000;

interface Pending {
  readonly checkout: Checkout;
  readonly since: number;
}

/**
 * The connections of one Sequelize. It has hooks before and after the request for one, and none for its failure and for
 * the return of the connection.
 *
 * @internal
 */
export class SequelizeConnections {
  private readonly pool: ConnectionPool;
  private readonly pending = new Map<object, Pending>();
  private readonly held = new WeakMap<object, Checkout>();
  private readonly acquireMs: number;

  constructor(
    private readonly tracer: Tracer,
    { config }: Sequelize,
    name: string,
  ) {
    const { max, acquire } = (config.pool ?? {}) as { readonly max?: unknown; readonly acquire?: unknown };
    this.pool = new ConnectionPool(name, typeof max === 'number' ? max : undefined);
    this.acquireMs = typeof acquire === 'number' ? acquire : ACQUIRE_MS;
  }

  /** Runs in the context of the code that needs the connection. */
  ask(options: QueryOptions): void {
    const now = clock();
    this.pending.get(options)?.checkout.failed(now);
    this.pending.delete(options);
    this.giveUp(now);
    if (this.pending.size >= MAX_PENDING) return;
    this.pending.set(options, { checkout: this.pool.checkout(operatingSpan(this.tracer), now), since: now });
  }

  grant(connection: unknown, options: QueryOptions): void {
    const checkout = this.pending.get(options)?.checkout;
    this.pending.delete(options);
    if (!isObject(connection)) return;
    const now = clock();
    this.held.get(connection)?.released(now);
    checkout?.granted(now);
    if (checkout !== undefined) this.held.set(connection, checkout);
  }

  /** A query is over. It returns its connection, unless a transaction keeps it. */
  queried(connection: unknown, { transaction, completesTransaction }: QueryOptions): void {
    if (!isObject(transaction) || completesTransaction === true) this.release(connection);
  }

  release(connection: unknown): void {
    if (!isObject(connection)) return;
    this.held.get(connection)?.released(clock());
    this.held.delete(connection);
  }

  /** Failed requests have no hook. The oldest ones are the first. */
  private giveUp(now: number): void {
    for (const [options, { checkout, since }] of this.pending) {
      if (now - since < this.acquireMs) return;
      checkout.failed(since + this.acquireMs);
      this.pending.delete(options);
    }
  }
}
