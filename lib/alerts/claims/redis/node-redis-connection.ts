import { CONNECT_TIMEOUT_MS, ignoreErrors, OwnRedisConnection } from './own-redis-connection.js';
import { nodeRedisCommands } from './node-redis-commands.js';
import type { DuplicableClient, NodeRedisClient } from './redis-clients.js';
import type { RedisCommands } from './redis-commands.interface.js';

/** Settings of the application's client that this connection must not inherit. */
const OVERRIDES = {
  disableOfflineQueue: true,
  clientSideCache: undefined,
  /** The timer for the next ping keeps the process alive. */
  pingInterval: undefined,
  /** Version 4: a pool with a minimum opens more connections. */
  isolationPoolOptions: undefined,
  /** Version 4: the commands return no promise. */
  legacyMode: undefined,
};

/** A connection of its own beside that of a node-redis client. @internal */
export class NodeRedisConnection extends OwnRedisConnection<NodeRedisClient> {
  readonly keyPrefix = '';
  private readonly sockets = new WeakMap<NodeRedisClient, AbortController>();

  constructor(private readonly application: DuplicableClient) {
    super();
  }

  protected open(): NodeRedisClient {
    const { application } = this;
    const abort = new AbortController();
    const socket = {
      ...application.options?.socket,
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectStrategy: false,
      signal: abort.signal,
    };
    // The client of a cluster or a sentinel does not expose its options, so that they cannot be extended.
    const isOfOneServer = application.unref !== undefined;
    const client = application.duplicate(isOfOneServer ? { ...OVERRIDES, socket } : undefined);
    this.sockets.set(client, abort);
    client.on('error', ignoreErrors);
    return client;
  }

  protected connect(client: NodeRedisClient): Promise<unknown> {
    return client.connect();
  }

  protected isLost(client: NodeRedisClient): boolean {
    return !client.isOpen;
  }

  protected commandsOf(client: NodeRedisClient): RedisCommands {
    return nodeRedisCommands(client);
  }

  protected end(client: NodeRedisClient): unknown {
    // The client forgets a socket that is being connected, and the socket would stay open.
    this.sockets.get(client)?.abort();
    return client.destroy === undefined ? client.disconnect?.() : client.destroy();
  }

  protected isApplicationOpen(): boolean {
    return this.application.isOpen;
  }

  protected unref(client: NodeRedisClient): boolean {
    client.unref?.();
    return client.unref !== undefined;
  }
}
