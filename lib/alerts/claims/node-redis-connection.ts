import { CONNECT_TIMEOUT_MS, ignoreErrors, OwnRedisConnection } from './own-redis-connection.js';
import { nodeRedisCommands } from './node-redis-commands.js';
import type { DuplicableClient, NodeRedisClient } from './redis-clients.js';
import type { RedisCommands } from './redis-commands.interface.js';

/** A connection of its own beside that of a node-redis client. @internal */
export class NodeRedisConnection extends OwnRedisConnection<NodeRedisClient> {
  readonly keyPrefix = '';

  constructor(private readonly application: DuplicableClient) {
    super();
  }

  protected open(): NodeRedisClient {
    const { options } = this.application;
    const socket = { ...options?.socket, connectTimeout: CONNECT_TIMEOUT_MS, reconnectStrategy: false };
    // A cluster client exposes no options, and duplicates its own unchanged.
    const client = this.application.duplicate(
      options && { socket, disableOfflineQueue: true, clientSideCache: undefined },
    );
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

  protected end(client: NodeRedisClient): void {
    client.destroy();
  }

  protected isApplicationOpen(): boolean {
    return this.application.isOpen;
  }

  protected unref(client: NodeRedisClient): boolean {
    client.unref?.();
    return client.unref !== undefined;
  }
}
