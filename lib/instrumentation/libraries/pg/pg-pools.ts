import { clock } from '../../../platform/clock.js';
import type { Checkout } from '../../../tracing/checkout.js';
import { ConnectionPool } from '../../../tracing/connection-pool.js';
import type { Span } from '../../../tracing/execution.js';
import type { Holding } from '../../../tracing/pool-holders.js';
import { poolName } from './pg-address.js';
import type { PgPool } from './pg-shapes.js';

/** Pools of one application that are watched at the same time. */
const MAX_POOLS = 100;

/**
 * The pools of one application, with the checkouts of their connections.
 *
 * @internal
 */
export class PgPools {
  private readonly known = new WeakMap<PgPool, ConnectionPool>();
  private watched: WeakRef<PgPool>[] = [];

  /** @param onReleased a connection went back to its pool */
  constructor(private readonly onReleased: (client: object) => void) {}

  /**
   * A connection is requested.
   *
   * @param span `undefined` outside all executions
   * @returns `undefined` beyond the limit of pools
   */
  checkout(pool: PgPool, span: Span | undefined): Checkout | undefined {
    return this.of(pool)?.checkout(span, clock(), isExhausted(pool));
  }

  private of(pool: PgPool): ConnectionPool | undefined {
    const known = this.known.get(pool);
    if (known !== undefined) return known;
    if (this.watched.length >= MAX_POOLS) this.watched = this.watched.filter(each => each.deref() !== undefined);
    if (this.watched.length >= MAX_POOLS) return undefined;
    const { options } = pool;
    const made = new ConnectionPool(poolName(options), typeof options?.max === 'number' ? options.max : undefined);
    pool.on('release', this.onRelease);
    this.known.set(pool, made);
    this.watched.push(new WeakRef(pool));
    return made;
  }

  /**
   * The present use of the connection to one process of a server.
   *
   * @param peer the server with one of its databases: processes of two servers can have the same number
   */
  holdingOf(session: number, peer: string): Holding | undefined {
    for (const each of this.watched) {
      const pool = each.deref();
      const known = pool && this.known.get(pool);
      const holding = known !== undefined && isAt(known.name, peer) ? known.holdingOf(session) : undefined;
      if (holding !== undefined) return holding;
    }
    return undefined;
  }

  close(): void {
    for (const each of this.watched) each.deref()?.removeListener('release', this.onRelease);
    this.watched = [];
  }

  private readonly onRelease = (_error: unknown, client: object): void => this.onReleased(client);
}

/** True when the next request must wait for a release. Free connections are given to those that wait already. */
function isExhausted({ waitingCount, idleCount, totalCount, options }: PgPool): boolean | undefined {
  const max = options?.max;
  if (typeof waitingCount !== 'number' || typeof idleCount !== 'number' || typeof totalCount !== 'number')
    return undefined;
  return typeof max === 'number' ? waitingCount >= idleCount && totalCount >= max : undefined;
}

/** True when the pool `pg db:5432/shop` has connections to the server of `db:5432/orders`. */
function isAt(name: string, peer: string): boolean {
  return `${name}/`.startsWith(`pg ${peer.slice(0, peer.lastIndexOf('/') + 1)}`);
}
