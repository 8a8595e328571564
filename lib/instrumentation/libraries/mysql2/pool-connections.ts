import type { MonotonicMs } from '../../../model/execution.interface.js';
import type { Checkout } from '../../../tracing/checkout.js';
import type { ConnectionPool } from '../../../tracing/connection-pool.js';
import type { ConnectionRequest } from './connection-requests.js';
import type { Mysql2Connection } from './mysql2-messages.js';

/** Uses of a pool without a limit before those of lost connections are removed. */
const MANY = 100;

/**
 * The connections of one pool that are in use. The driver does not publish the release of a connection that goes to the next
 * request in the queue. Nor does it publish the loss of one: lost ones are found when a request must wait.
 *
 * @internal
 */
export class PoolConnections {
  private readonly inUse = new Map<Mysql2Connection, Checkout>();

  constructor(private readonly pool: ConnectionPool) {}

  /** A request must wait. */
  enqueue(request: ConnectionRequest, now: MonotonicMs): void {
    this.takeLost(now);
    request.checkout = this.pool.checkout(request.span, request.start, true);
  }

  give(connection: Mysql2Connection, request: ConnectionRequest | undefined, now: MonotonicMs): void {
    this.takeBack(connection, now);
    if (request === undefined) return;
    if (request.checkout !== undefined || this.inUse.size >= (this.pool.size ?? MANY)) this.takeLost(now);
    const checkout = request.checkout ?? this.pool.checkout(request.span, request.start, false);
    checkout.granted(now);
    this.inUse.set(connection, checkout);
  }

  takeBack(connection: Mysql2Connection, now: MonotonicMs): void {
    const checkout = this.inUse.get(connection);
    if (checkout === undefined) return;
    this.inUse.delete(connection);
    checkout.released(now);
  }

  /** A connection that is destroyed or lost has left its pool. */
  private takeLost(now: MonotonicMs): void {
    for (const connection of this.inUse.keys()) if (connection._pool === null) this.takeBack(connection, now);
  }
}
