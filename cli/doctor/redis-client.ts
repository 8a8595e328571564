import { createRequire } from 'node:module';
import { join } from 'node:path';
import { IoRedisConnection } from '../../lib/alerts/claims/redis/io-redis-connection.js';
import { NodeRedisConnection } from '../../lib/alerts/claims/redis/node-redis-connection.js';
import { isDuplicable, isIoRedisClient, isNodeRedisClient } from '../../lib/alerts/claims/redis/redis-clients.js';
import type { RedisConnection } from '../../lib/alerts/claims/redis/redis-commands.interface.js';

/** A package and those that lead to it: strict package managers hide it from the application. */
const PATHS = [
  ['@redis/client'],
  ['@keyv/redis', '@redis/client'],
  ['redis', '@redis/client'],
  ['ioredis'],
  ['iovalkey'],
  ['@keyv/valkey', 'iovalkey'],
] as const;

interface ClientPackage {
  /** Of node-redis. */
  readonly createClient?: (options: { url: string }) => unknown;
  /** Of ioredis and iovalkey: the class. */
  readonly default?: new (url: string, options: object) => unknown;
}

/** A connection through the client that the application has installed. */
export interface ApplicationRedis {
  readonly connection: RedisConnection;
  /** `ioredis` */
  readonly client: string;
}

/**
 * Finds the application's client of Redis, and makes a connection for claims of it. The first call opens it.
 *
 * @param directory the application's
 * @returns `undefined` when no client is installed
 */
export function applicationRedis(url: string, directory: string): ApplicationRedis | undefined {
  for (const path of PATHS) {
    const found = load(path, join(directory, 'package.json'));
    const connection = found === undefined ? undefined : connectionOf(found, url);
    if (connection !== undefined) return { connection, client: path.join(' > ') };
  }
  return undefined;
}

function connectionOf({ createClient, default: Client }: ClientPackage, url: string): RedisConnection | undefined {
  if (typeof createClient === 'function') {
    const client = createClient({ url });
    return isNodeRedisClient(client) && isDuplicable(client) ? new NodeRedisConnection(client) : undefined;
  }
  if (typeof Client !== 'function') return undefined;
  const client = new Client(url, { lazyConnect: true });
  return isIoRedisClient(client) ? new IoRedisConnection(client) : undefined;
}

function load(path: readonly string[], from: string): ClientPackage | undefined {
  let file = from;
  try {
    for (const name of path) file = createRequire(file).resolve(name);
    return createRequire(file)(file) as ClientPackage;
  } catch {
    return undefined;
  }
}
