import { CONNECT_TIMEOUT_MS, ignoreErrors, OwnRedisConnection } from './own-redis-connection.js';
import type { IoRedisClient } from './redis-clients.js';
import type { RedisCommands } from './redis-commands.interface.js';

/** A connection of its own beside that of an ioredis or iovalkey client. @internal */
export class IoRedisConnection extends OwnRedisConnection<IoRedisClient> {
  constructor(private readonly application: IoRedisClient) {
    super();
  }

  get keyPrefix(): string {
    return this.application.options?.keyPrefix ?? '';
  }

  protected open(): IoRedisClient {
    const client = this.application.isCluster
      ? this.application.duplicate()
      : this.application.duplicate({
          lazyConnect: true,
          enableOfflineQueue: false,
          connectTimeout: CONNECT_TIMEOUT_MS,
          maxRetriesPerRequest: 0,
          retryStrategy: () => null,
        });
    client.on('error', ignoreErrors);
    return client;
  }

  protected async connect(client: IoRedisClient): Promise<void> {
    if (!this.application.isCluster || client.status === 'wait') {
      await client.connect();
    } else if (client.status !== 'ready') {
      // A cluster client starts to connect when it is created.
      await new Promise<void>((resolve, reject) => {
        client.on('ready', () => resolve());
        client.on('end', () => reject(new Error('no connection to the cluster')));
      });
    }
  }

  protected isLost(client: IoRedisClient): boolean {
    return client.status === 'end' || client.status === 'close';
  }

  protected commandsOf(client: IoRedisClient): RedisCommands {
    return {
      eval: (script, key, args) => client.eval(script, 1, key, ...args),
      set: async (key, value, forMs, when) => (await client.set(key, value, 'PX', forMs, when)) !== null,
      get: async key => {
        const value = await client.get(key);
        return value === null ? undefined : String(value);
      },
      pttl: async key => Number(await client.pttl(key)),
      del: key => client.del(key),
    };
  }

  protected end(client: IoRedisClient): void {
    client.disconnect();
  }

  protected isApplicationOpen(): boolean {
    return this.application.status !== 'end' && this.application.status !== 'wait';
  }

  /** The client does not reconnect, so this socket is its only one. */
  protected unref(client: IoRedisClient): boolean {
    if (client.isCluster || client.stream?.unref === undefined) return false;
    client.stream.unref();
    return true;
  }
}
