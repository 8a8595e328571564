import { createCache, type Cache } from 'cache-manager';
import { Keyv } from 'keyv';
import type { MonitorLogger } from '../../logging/monitor.logger.js';
import type { ResolvedOptions } from '../../options/resolved-options.interface.js';
import type { ClaimStore } from './claim-store.interface.js';
import { FileKeyvStore, fileStoreIn } from './file/file-keyv-store.js';
import { IoRedisConnection } from './redis/io-redis-connection.js';
import { KeyvClaimStore } from './keyv-claim-store.js';
import { MemoryClaimStore } from './memory-claim-store.js';
import { NodeRedisConnection } from './redis/node-redis-connection.js';
import { RedisClaimStore } from './redis/redis-claim-store.js';
import { isDuplicable, isIoRedisClient, isNodeRedisClient, type NodeRedisClient } from './redis/redis-clients.js';
import type { RedisConnection } from './redis/redis-commands.interface.js';
import { SharedRedisConnection } from './redis/shared-redis-connection.js';

/** cache-manager, Nest and applications wrap adapters in each other. */
const MAX_WRAPPINGS = 5;

/** Properties in which adapters keep their client: `@keyv/redis`, `@keyv/valkey`, and adapters that resemble them. */
const CLIENT_PROPERTIES = ['client', 'redis', '_client'];

/**
 * The claim store for the options: the application's cache, else files in the output directory, else the memory of this
 * process.
 *
 * @internal
 */
export function provideClaimStore(
  { enabled, cache, localFile }: Pick<ResolvedOptions, 'enabled' | 'cache' | 'localFile'>,
  logger: MonitorLogger,
): ClaimStore {
  const chosen = cache ?? (localFile === false ? undefined : embeddedCache(localFile.outputDir));
  return enabled && chosen !== undefined
    ? claimStoreOf(chosen, message => logger.warn(message))
    : new MemoryClaimStore();
}

/**
 * The best claim store for a cache: one that is atomic among processes, if the cache's store has such an operation.
 *
 * @param warn called once when claims are exact within one process only
 * @internal
 */
export function claimStoreOf(cache: Cache, warn: (message: string) => void): ClaimStore {
  const stores: readonly Keyv[] = cache.stores ?? [];
  for (const store of stores) {
    const atomic = atomicStoreOf(store);
    if (atomic !== undefined) return atomic;
  }
  // Only the last of several layers can be shared with other processes.
  const last = stores.at(-1);
  if (last === undefined) return new MemoryClaimStore();
  warn(
    'The given cache has no atomic operation that the monitor supports: several processes that share it may send the same alert. Redis and Valkey have one',
  );
  return new KeyvClaimStore(last);
}

function embeddedCache(outputDir: string): Cache {
  return createCache({ stores: [new Keyv({ store: fileStoreIn(outputDir) })] });
}

function atomicStoreOf(store: unknown): ClaimStore | undefined {
  let layer = store;
  for (let depth = 0; depth < MAX_WRAPPINGS && isObject(layer); depth += 1) {
    if (layer instanceof FileKeyvStore) return layer.claims;
    for (const property of CLIENT_PROPERTIES) {
      const client = layer[property];
      if (isIoRedisClient(client)) return new RedisClaimStore(new IoRedisConnection(client));
      if (isNodeRedisClient(client)) return new RedisClaimStore(nodeConnectionOf(client));
    }
    layer = layer.store ?? layer._store;
  }
  return undefined;
}

function nodeConnectionOf(client: NodeRedisClient): RedisConnection {
  return isDuplicable(client) ? new NodeRedisConnection(client) : new SharedRedisConnection(client);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
