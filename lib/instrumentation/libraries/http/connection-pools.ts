import { ConnectionPool } from '../../../tracing/connection-pool.js';

/** Servers with a count of their connections. */
const MAX_POOLS = 200;

/**
 * The connections of one HTTP agent to each server: `http pricing:8080`.
 *
 * @internal
 */
export class ConnectionPools {
  private readonly byHost = new Map<string, ConnectionPool>();

  /** @param size connections to each server; `undefined` when that is unknown */
  constructor(private readonly size: number | undefined) {}

  of(host: string): ConnectionPool {
    const known = this.byHost.get(host);
    if (known !== undefined) return known;
    if (this.byHost.size >= MAX_POOLS) this.byHost.clear();
    const pool = new ConnectionPool(`http ${host}`, this.size);
    this.byHost.set(host, pool);
    return pool;
  }
}
