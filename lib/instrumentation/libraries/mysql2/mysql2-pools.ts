import { clock } from '../../../platform/clock.js';
import { ConnectionPool } from '../../../tracing/connection-pool.js';
import type { ConnectionRequest, ConnectionRequests } from './connection-requests.js';
import type { Mysql2Connection } from './mysql2-messages.js';
import { PoolConnections } from './pool-connections.js';
import { PoolEvents } from './pool-events.js';

/**
 * The pools of an application: the owners of their connections, and the requests that wait for one. No message has the
 * pool itself, so that a pool is known from its first connection on.
 *
 * @internal
 */
export class Mysql2Pools {
  private readonly known = new WeakMap<object, PoolConnections>();
  private readonly byConnection = new WeakMap<Mysql2Connection, PoolConnections>();
  private readonly events: PoolEvents;

  constructor(
    private readonly requests: ConnectionRequests,
    onFailure: (error: unknown) => void,
  ) {
    this.events = new PoolEvents(onFailure);
  }

  /** False for the first use of a connection. */
  hasMet(connection: Mysql2Connection): boolean {
    return this.byConnection.has(connection);
  }

  /** A pool gave a new connection. */
  meet(connection: Mysql2Connection, peer: string): void {
    const pool = this.poolOf(connection, peer);
    if (pool !== undefined) this.byConnection.set(connection, pool);
  }

  /** A pool gave a connection. */
  granted(connection: Mysql2Connection, request: ConnectionRequest | undefined): void {
    this.byConnection.get(connection)?.give(connection, request, clock());
  }

  /** No connection was to be had. */
  refused(request: ConnectionRequest | undefined): void {
    request?.checkout?.failed(clock());
  }

  close(): void {
    this.events.close();
  }

  private poolOf({ _pool: pool }: Mysql2Connection, peer: string): PoolConnections | undefined {
    if (pool === undefined || pool === null) return undefined;
    const known = this.known.get(pool);
    if (known !== undefined) return known;
    const limit = pool.config?.connectionLimit;
    const size = typeof limit === 'number' && limit > 0 ? limit : undefined;
    const made = new PoolConnections(new ConnectionPool(`mysql2 ${peer}`, size));
    const isWatched = this.events.watch(pool, {
      enqueued: () => {
        const request = this.requests.beingMade;
        if (request !== undefined) made.enqueue(request, clock());
      },
      released: connection => made.takeBack(connection, clock()),
    });
    if (!isWatched) return undefined;
    this.known.set(pool, made);
    return made;
  }
}
