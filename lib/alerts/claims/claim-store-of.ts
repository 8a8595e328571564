import { join } from 'node:path';
import { createCache, type Cache } from 'cache-manager';
import { Keyv } from 'keyv';
import type { ClaimStore } from './claim-store.interface.js';
import { FileKeyvStore } from './file-keyv-store.js';
import { IoRedisConnection } from './io-redis-connection.js';
import { KeyvClaimStore } from './keyv-claim-store.js';
import { MemoryClaimStore } from './memory-claim-store.js';
import { NodeRedisConnection } from './node-redis-connection.js';
import { RedisClaimStore } from './redis-claim-store.js';
import { isDuplicable, isIoRedisClient, isNodeRedisClient, type NodeRedisClient } from './redis-clients.js';
import type { RedisConnection } from './redis-commands.interface.js';
import { SharedRedisConnection } from './shared-redis-connection.js';

/** Adapters are wrapped in each other, by cache-manager, by Nest and by users. */
const MAX_WRAPPINGS = 5;

/** Where adapters keep their client: `@keyv/redis`, `@keyv/valkey`, and those that others wrote like them. */
const CLIENT_PROPERTIES = ['client', 'redis', '_client'];

const DIRECTORY = '.claims';

/**
 * The cache that claims are kept in when the application gives none: files below the output directory.
 *
 * @internal
 */
export function embeddedCache(outputDir: string, now?: () => number): Cache {
  const store = new FileKeyvStore(join(outputDir, DIRECTORY), now);
  return createCache({ stores: [new Keyv({ store })] });
}

/**
 * How claims are best kept in a cache: by an operation of its store that is atomic among processes, where there is one.
 *
 * @param sayOnce told when claims are exact within one process only
 * @internal
 */
export function claimStoreOf(cache: Cache, sayOnce: (message: string) => void): ClaimStore {
  const stores: readonly Keyv[] = cache.stores ?? [];
  for (const store of stores) {
    const atomic = atomicStoreOf(store);
    if (atomic !== undefined) return atomic;
  }
  // Of several layers the last is the one that is shared, if any is.
  const last = stores.at(-1);
  if (last === undefined) return new MemoryClaimStore();
  sayOnce(
    'The given cache has no atomic operation that is known: of several processes that share it, more than one may send the same alert. Redis and Valkey have one',
  );
  return new KeyvClaimStore(last);
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
