import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { createClient, createCluster, createSentinel } from '@keyv/redis';
import { createClient as createClient4, createCluster as createCluster4 } from '@keyv/redis4';
import {
  isDuplicable,
  isIoRedisClient,
  isNodeRedisClient,
} from '../../../../../lib/alerts/claims/redis/redis-clients.js';

const requireOfValkey = createRequire(createRequire(import.meta.url).resolve('@keyv/valkey'));
const { Redis } = requireOfValkey('iovalkey') as { Redis: new (options: object) => unknown };

const SERVER = { host: '127.0.0.1', port: 1 };
const rootNodes = [{ socket: SERVER }];

describe('isNodeRedisClient', () => {
  it.each<[string, () => unknown, boolean]>([
    ['client of node-redis 5', () => createClient(), true],
    ['cluster of node-redis 5', () => createCluster({ rootNodes }), true],
    ['sentinel of node-redis 5', () => createSentinel({ name: 'main', sentinelRootNodes: [SERVER] }), false],
    ['client of node-redis 4', () => createClient4(), true],
    ['cluster of node-redis 4', () => createCluster4({ rootNodes }), true],
  ])('recognizes a %s', (_, create, isDuplicated) => {
    const client = create();
    expect(isIoRedisClient(client)).toBe(false);
    if (!isNodeRedisClient(client)) throw new Error('not recognized');
    expect(isDuplicable(client)).toBe(isDuplicated);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'redis://127.0.0.1'],
    ['an ioredis client', new Redis({ ...SERVER, lazyConnect: true })],
    ['a client that cannot be closed', { eval() {}, connect() {}, on() {}, isOpen: true }],
    ['a client without a state', { eval() {}, connect() {}, on() {}, destroy() {} }],
  ])('rejects %s', (_, value) => {
    expect(isNodeRedisClient(value)).toBe(false);
  });
});

describe('isIoRedisClient', () => {
  it('recognizes a client of iovalkey', () => {
    expect(isIoRedisClient(new Redis({ ...SERVER, lazyConnect: true }))).toBe(true);
  });
});
