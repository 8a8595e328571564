import type { MonotonicMs } from '../../../model/execution.interface.js';
import type { Checkout } from '../../../tracing/checkout.js';
import { ConnectionPool } from '../../../tracing/connection-pool.js';
import type { Span } from '../../../tracing/execution.js';

/** Clients of pools that are remembered: those that ran a task last. */
const MAX_CLIENTS = 1_000;
/** Pools that are remembered: an application has a few. */
const MAX_POOLS = 100;
/** A task that queued for a shorter time found a free client. */
const MIN_QUEUE_MS = 1;
/** A client without a command for so long has no task: it belongs to another pool of the same server. */
const MAX_IDLE_MS = 3_000;
/** `cache:6379/2-1f2e3d4c`, with `unknown` for each part that is not set. */
const CLIENT_ID = /^(.+)-[0-9a-f]{8}$/;
const UNKNOWN = /^unknown:unknown|\/(?:unknown|0)$/g;

/** One client of a pool. */
interface Client {
  readonly pool: ConnectionPool;
  use: Checkout | undefined;
  commands: number;
  idleSince: MonotonicMs;
}

/**
 * The pools of node-redis and their users. A pool publishes the grant of a client, and neither the request for one nor its
 * return. But when it grants one to a queued task, all its others are in use.
 *
 * @internal
 */
export class RedisPools {
  private readonly clients = new Map<string, Client>();
  private readonly pools = new Map<string, ConnectionPool>();

  /**
   * A pool grants a client to a task of `span`: the client has no other task any more.
   *
   * @param queuedAt when the application requested it
   */
  granted(id: string, span: Span | undefined, queuedAt: MonotonicMs, now: MonotonicMs): void {
    const isNew = !this.clients.has(id);
    const client = this.clientOf(id);
    const isQueued = now - queuedAt >= MIN_QUEUE_MS;
    if (isQueued) this.releaseIdle(client, now);
    // Requested before the other one is released: a pool keeps the uses that ended while a task waited.
    const use = client.pool.checkout(span, queuedAt, isQueued);
    client.use?.released(now);
    use.granted(now, isNew);
    client.use = use;
    client.commands = 0;
    client.idleSince = now;
  }

  /** A client sends a command. It may belong to no pool. */
  began(id: string | undefined): void {
    const client = this.clients.get(id ?? '');
    if (client !== undefined) client.commands += 1;
  }

  /** A client's command is over. */
  ended(id: string | undefined, now: MonotonicMs): void {
    const client = this.clients.get(id ?? '');
    if (client === undefined) return;
    client.commands = Math.max(0, client.commands - 1);
    client.idleSince = now;
  }

  /** The application or the pool closed the client. */
  closed(id: string | undefined, now: MonotonicMs): void {
    if (id === undefined) return;
    this.clients.get(id)?.use?.released(now);
    this.clients.delete(id);
  }

  private releaseIdle(granted: Client, now: MonotonicMs): void {
    for (const client of this.clients.values()) {
      if (client === granted || client.pool !== granted.pool || client.commands > 0) continue;
      if (now - client.idleSince < MAX_IDLE_MS) continue;
      client.use?.released(client.idleSince);
      client.use = undefined;
    }
  }

  private clientOf(id: string): Client {
    const { clients } = this;
    const client = clients.get(id) ?? { pool: this.poolOf(id), use: undefined, commands: 0, idleSince: 0 };
    clients.delete(id);
    clients.set(id, client);
    if (clients.size > MAX_CLIENTS) {
      for (const [oldest, { use, idleSince }] of clients) {
        use?.released(idleSince);
        clients.delete(oldest);
        break;
      }
    }
    return client;
  }

  private poolOf(id: string): ConnectionPool {
    const server = CLIENT_ID.exec(id)?.[1]?.replaceAll(UNKNOWN, '') ?? '';
    const name = server === '' ? 'redis' : `redis ${server}`;
    const known = this.pools.get(name);
    if (known !== undefined) return known;
    if (this.pools.size >= MAX_POOLS) this.pools.clear();
    const pool = new ConnectionPool(name, undefined);
    this.pools.set(name, pool);
    return pool;
  }
}
