import { clock } from '../../../platform/clock.js';
import type { Checkout } from '../../../tracing/checkout.js';
import { ConnectionPool } from '../../../tracing/connection-pool.js';
import type { Span } from '../../../tracing/execution.js';
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
  private readonly checkouts = new WeakMap<object, Checkout>();
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

  granted(checkout: Checkout, client: object): void {
    this.checkouts.set(client, checkout);
  }

  close(): void {
    for (const each of this.watched) each.deref()?.removeListener('release', this.onRelease);
    this.watched = [];
  }

  private readonly onRelease = (_error: unknown, client: object): void => {
    this.onReleased(client);
    const checkout = this.checkouts.get(client);
    if (checkout === undefined) return;
    this.checkouts.delete(client);
    checkout.released(clock());
  };
}

/** True when the next request must wait for a release. Free connections are given to those that wait already. */
function isExhausted({ waitingCount, idleCount, totalCount, options }: PgPool): boolean | undefined {
  const max = options?.max;
  if (typeof waitingCount !== 'number' || typeof idleCount !== 'number' || typeof totalCount !== 'number')
    return undefined;
  return typeof max === 'number' ? waitingCount >= idleCount && totalCount >= max : undefined;
}
