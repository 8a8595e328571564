import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import KeyvRedis, { createClient, createKeyv } from '@keyv/redis';
import KeyvValkey from '@keyv/valkey';
import { createCache, type Cache } from 'cache-manager';
import { Keyv } from 'keyv';
import { newClaim } from '../../lib/alerts/claims/claim-key.js';
import type { ClaimStore } from '../../lib/alerts/claims/claim-store.interface.js';
import { claimStoreOf } from '../../lib/alerts/claims/claim-store-of.js';
import { describeClaimStore, type ClockedStore } from '../unit/alerts/claims/claim-store-contract.js';
import { RedisServer } from './support/redis-server.js';

const DAYS_30 = 30 * 86_400_000;

let server: RedisServer;
let admin: ReturnType<typeof createClient>;
const warnings: string[] = [];

beforeAll(async () => {
  server = await RedisServer.start();
  admin = createClient({ url: server.url });
  await admin.connect();
});
afterAll(async () => {
  admin.destroy();
  await server.dispose();
});
beforeEach(async () => {
  await admin.flushAll();
  warnings.length = 0;
});

function storeOf(cache: Cache): ClaimStore {
  return claimStoreOf(cache, message => warnings.push(message));
}

/** Advances the time in Redis by shortening the life of every key. */
async function advance(ms: number): Promise<void> {
  for (const key of await admin.keys('*')) {
    const left = (await admin.pTTL(key)) - ms;
    await (left > 0 ? admin.pExpire(key, left) : admin.del(key));
  }
}

const withNodeRedis = async (): Promise<ClockedStore> => {
  const cache = createCache({ stores: [createKeyv(server.url)] });
  return { store: storeOf(cache), advance, dispose: async () => void (await cache.disconnect()) };
};
const withValkey = async (): Promise<ClockedStore> => {
  const adapter = new KeyvValkey(server.url);
  return {
    store: storeOf(createCache({ stores: [new Keyv({ store: adapter })] })),
    advance,
    dispose: async () => adapter.disconnect(),
  };
};

describeClaimStore('Redis, by @keyv/redis', withNodeRedis, { runs: true });
const withoutScripts = async (): Promise<ClockedStore> => {
  await admin.sendCommand(['ACL', 'SETUSER', 'plain', 'reset', 'on', '>pw', '~*', '+@all', '-@scripting']);
  const cache = createCache({ stores: [createKeyv(server.url.replace('//', '//plain:pw@'))] });
  return { store: storeOf(cache), advance, dispose: async () => void (await cache.disconnect()) };
};

describeClaimStore('Redis that refuses scripts', withoutScripts, { runs: true });
describeClaimStore('Redis, by @keyv/valkey', withValkey, { runs: true });

describe('claims in Redis', () => {
  const open: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0)) await close();
  });

  it.each([
    ['a url', () => createCache({ stores: [createKeyv(server.url)] })],
    ['a namespace', () => createCache({ stores: [createKeyv(server.url, { namespace: 'app' })] })],
    ['an adapter in a Keyv', () => createCache({ stores: [new Keyv({ store: new KeyvRedis(server.url) })] })],
    ['a client', () => createCache({ stores: [createKeyv(createClient({ url: server.url }) as never)] })],
    [
      'options',
      () => createCache({ stores: [createKeyv({ socket: { host: '127.0.0.1', port: server.port }, database: 0 })] }),
    ],
    ['a layer of memory before it', () => createCache({ stores: [new Keyv(), createKeyv(server.url)] })],
  ])('are exact with %s', async (_, create) => {
    const caches = Array.from({ length: 8 }, create);
    const stores = caches.map(storeOf);
    open.push(...stores.map(store => () => store.close()));
    for (let round = 0; round < 20; round += 1) {
      const answers = await Promise.all(stores.map(store => store.claim(newClaim(`k${round}`), 60_000)));
      expect(answers.filter(answer => answer === undefined)).toHaveLength(1);
    }
    expect(warnings).toEqual([]);
  });

  it('last for 30 days, and expire', async () => {
    const { store } = await withNodeRedis();
    open.push(() => store.close());
    const claim = newClaim('a');
    await store.claim(claim, 1_000);
    await store.confirm(claim, DAYS_30, 5);
    const left = await admin.pTTL('a');
    expect(left).toBeGreaterThan(DAYS_30 - 10_000);
    expect(left).toBeLessThanOrEqual(DAYS_30);
  });

  it("do not use the application's own connection, and close theirs", async () => {
    const client = createClient({ url: server.url });
    const before = client.listenerCount('error');
    const store = storeOf(createCache({ stores: [createKeyv(client as never)] }));
    const afterOpening = client.listenerCount('error');
    const connections = async (): Promise<number> => (await admin.clientList()).length;
    const idle = await connections();
    for (let call = 0; call < 50; call += 1) await store.claim(newClaim(`k${call}`), 1_000);
    expect(client.isOpen).toBe(false);
    expect(client.listenerCount('error')).toBe(afterOpening);
    expect(before).toBeLessThanOrEqual(afterOpening);
    expect(await connections()).toBe(idle + 1);
    await store.close();
    expect(await connections()).toBe(idle);
  });

  it('are denied while another value is stored under their key', async () => {
    const { store } = await withNodeRedis();
    open.push(() => store.close());
    await admin.set('a', 'not a claim');
    expect(await store.claim(newClaim('a'), 1_000)).toMatchObject({ alertedMs: undefined });
    expect(await store.confirm(newClaim('a'), 1_000)).toBe(false);
    await store.release(newClaim('a'));
    expect(await admin.get('a')).toBe('not a claim');
  });
});
