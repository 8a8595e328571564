import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as keyvRedis5 from '@keyv/redis';
import KeyvValkey from '@keyv/valkey';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import type { ClaimStore } from '../../lib/alerts/claims/claim-store.interface.js';
import { claimStoreOf } from '../../lib/alerts/claims/claim-store-of.js';
import type { SharedRepeats } from '../../lib/alerts/claims/fleet-repeats.interface.js';
import { RedisServer } from './support/redis-server.js';

const DAY_MS = 86_400_000;

let server: RedisServer;
let admin: ReturnType<typeof keyvRedis5.createClient>;
const stores: ClaimStore[] = [];

beforeAll(async () => {
  server = await RedisServer.start();
  admin = keyvRedis5.createClient({ url: server.url });
  await admin.connect();
});
afterAll(async () => {
  admin.destroy();
  await server.dispose();
});
beforeEach(async () => void (await admin.flushAll()));
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

function repeatsOf(keyv: Keyv): SharedRepeats {
  const store = claimStoreOf(createCache({ stores: [keyv] }), () => undefined);
  stores.push(store);
  if (store.repeats === undefined) throw new Error('the store shares no repeats');
  return store.repeats;
}

describe.each([
  ['node-redis', (url: string) => keyvRedis5.createKeyv(url)],
  ['ioredis', (url: string) => new Keyv({ store: new KeyvValkey(url) })],
])('the repeats of a fleet in Redis, with %s', (_, open) => {
  it('are the sum of all hosts, and are taken once', async () => {
    const [one, other] = [repeatsOf(open(server.url)), repeatsOf(open(server.url))];
    expect(await one.add('claim:a', { count: 3, worstMs: 1_500.25, since: 2_000, hosts: ['web-1'] }, DAY_MS)).toBe(
      true,
    );
    expect(await other.add('claim:a', { count: 4, worstMs: 900, since: 1_000, hosts: ['web-2'] }, DAY_MS)).toBe(true);
    expect(
      await other.add('claim:a', { count: 5, worstMs: 4_200.5, since: 3_000, hosts: ['web-2', 'web-3'] }, DAY_MS),
    ).toBe(true);
    await one.add('claim:b', { count: 1, worstMs: 1, since: 1, hosts: ['web-1'] }, DAY_MS);
    const taken = await one.take('claim:a');
    expect({ ...taken, hosts: taken?.hosts.toSorted() }).toEqual({
      count: 12,
      worstMs: 4_200.5,
      since: 1_000,
      hosts: ['web-1', 'web-2', 'web-3'],
    });
    expect(await other.take('claim:a')).toEqual({ count: 0, worstMs: 0, since: 0, hosts: [] });
    expect(await other.take('claim:b')).toMatchObject({ count: 1 });
  });

  it('are forgotten after their time', async () => {
    const repeats = repeatsOf(open(server.url));
    await repeats.add('claim:a', { count: 3, worstMs: 1, since: 1, hosts: ['web-1'] }, DAY_MS);
    const [key = ''] = await admin.keys('*');
    const left = await admin.pTTL(key);
    expect(left).toBeGreaterThan(DAY_MS - 60_000);
    expect(left).toBeLessThanOrEqual(DAY_MS);
  });

  it('are counted for a thousand hosts, and the others together', async () => {
    const repeats = repeatsOf(open(server.url));
    const hosts = Array.from({ length: 1_010 }, (__, index) => `pod-${index}`);
    for (const host of hosts) await repeats.add('claim:a', { count: 1, worstMs: 1, since: 1, hosts: [host] }, DAY_MS);
    const taken = await repeats.take('claim:a');
    expect(taken?.count).toBe(1_010);
    expect(taken?.hosts.length).toBeLessThan(1_003);
    expect(taken?.hosts).toContain('(others)');
  });

  it.each([
    ['scripts', '-@scripting'],
    ['HGET in scripts', '-hget'],
    ['HSET in scripts', '-hset'],
    ['PEXPIRE in scripts', '-pexpire'],
    ['HINCRBY in scripts', '-hincrby'],
  ])('stay with each process where the server refuses %s, and are counted nowhere else', async (__, refused) => {
    await admin.sendCommand(['ACL', 'SETUSER', 'plain', 'reset', 'on', '>pw', '~*', '+@all', refused]);
    const repeats = repeatsOf(open(server.url.replace('//', '//plain:pw@')));
    expect(await repeats.add('claim:a', { count: 3, worstMs: 1, since: 1, hosts: ['web-1'] }, DAY_MS)).toBe(false);
    expect(repeats.isRefused).toBe(true);
    for (const key of await admin.keys('*')) {
      expect(Object.keys(await admin.hGetAll(key)).filter(field => field.startsWith('host:'))).toEqual([]);
      expect(await admin.pTTL(key)).toBeGreaterThan(0);
    }
  });

  it('stay with each process where the server refuses to hand them out', async () => {
    await admin.sendCommand(['ACL', 'SETUSER', 'plain', 'reset', 'on', '>pw', '~*', '+@all', '-hgetall']);
    const repeats = repeatsOf(open(server.url.replace('//', '//plain:pw@')));
    expect(await repeats.take('claim:a')).toBeUndefined();
    expect(repeats.isRefused).toBe(true);
  });
});
