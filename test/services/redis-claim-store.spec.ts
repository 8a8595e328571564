import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as keyvRedis5 from '@keyv/redis';
import * as keyvRedis4 from '@keyv/redis4';
import KeyvValkey from '@keyv/valkey';
import { createCache, type Cache } from 'cache-manager';
import { Keyv } from 'keyv';
import { newClaim } from '../../lib/alerts/claims/claim-key.js';
import type { ClaimStore } from '../../lib/alerts/claims/claim-store.interface.js';
import { claimStoreOf } from '../../lib/alerts/claims/claim-store-of.js';
import { NoAnswerError } from '../../lib/alerts/claims/store-faults.js';
import { until } from '../integration/support/test-app.js';
import { describeClaimStore, type ClockedStore } from '../contracts/claim-store.js';
import { RedisServer } from './support/redis-server.js';

const DAYS_30 = 30 * 86_400_000;

/** Longer than the limit for establishing a connection. */
const GIVES_UP_WITHIN_MS = 10_000;

type NodeRedis = Pick<typeof keyvRedis5, 'default' | 'createClient' | 'createCluster' | 'createKeyv'>;

/** `@keyv/redis` 5 contains node-redis 5, and `@keyv/redis` 4 contains node-redis 4. */
const ADAPTERS: readonly (readonly [string, NodeRedis])[] = [
  ['@keyv/redis 5', keyvRedis5],
  ['@keyv/redis 4', keyvRedis4 as unknown as NodeRedis],
];

let server: RedisServer;
let admin: ReturnType<typeof keyvRedis5.createClient>;
const warnings: string[] = [];

beforeAll(async () => {
  server = await RedisServer.start();
  admin = keyvRedis5.createClient({ url: server.url });
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

/** Advances the time in Redis: reduces the remaining time of every key. */
async function advance(ms: number): Promise<void> {
  for (const key of await admin.keys('*')) {
    const left = (await admin.pTTL(key)) - ms;
    await (left > 0 ? admin.pExpire(key, left) : admin.del(key));
  }
}

async function connections(): Promise<number> {
  return (await admin.clientList()).length;
}

function clocked(stores: Keyv[]): ClockedStore {
  const cache = createCache({ stores });
  return { store: storeOf(cache), advance, dispose: async () => void (await cache.disconnect()) };
}

describe.each(ADAPTERS)('with %s', (_name, { default: KeyvRedis, createClient, createCluster, createKeyv }) => {
  describeClaimStore('Redis', async () => clocked([createKeyv(server.url)]), { runs: true });

  const withoutScripts = async (): Promise<ClockedStore> => {
    await admin.sendCommand(['ACL', 'SETUSER', 'plain', 'reset', 'on', '>pw', '~*', '+@all', '-@scripting']);
    return clocked([createKeyv(server.url.replace('//', '//plain:pw@'))]);
  };
  describeClaimStore('Redis that refuses scripts', withoutScripts, { runs: true });

  describe('claims in Redis', () => {
    const open: ClaimStore[] = [];
    afterEach(async () => {
      for (const store of open.splice(0)) await store.close();
    });

    function opened(...stores: Keyv[]): ClaimStore {
      const store = storeOf(createCache({ stores }));
      open.push(store);
      return store;
    }

    it.each([
      ['a URL', () => [createKeyv(server.url)]],
      ['a namespace', () => [createKeyv(server.url, { namespace: 'app' })]],
      ['an adapter in a Keyv', () => [new Keyv({ store: new KeyvRedis(server.url) })]],
      ['a client', () => [createKeyv(createClient({ url: server.url }) as never)]],
      ['options', () => [createKeyv({ socket: { host: '127.0.0.1', port: server.port }, database: 0 })]],
      ['a layer of memory before it', () => [new Keyv(), createKeyv(server.url)]],
    ])('are exact with %s', async (_, create) => {
      const stores = Array.from({ length: 8 }, () => opened(...create()));
      for (let round = 0; round < 20; round += 1) {
        const answers = await Promise.all(stores.map(store => store.claim(newClaim(`k${round}`), 60_000)));
        expect(answers.filter(answer => answer === undefined)).toHaveLength(1);
      }
      expect(warnings).toEqual([]);
    });

    it('last for 30 days, and expire', async () => {
      const store = opened(createKeyv(server.url));
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
      const idle = await connections();
      for (let call = 0; call < 50; call += 1) await store.claim(newClaim(`k${call}`), 1_000);
      expect(client.isOpen).toBe(false);
      expect(client.listenerCount('error')).toBe(afterOpening);
      expect(before).toBeLessThanOrEqual(afterOpening);
      expect(await connections()).toBe(idle + 1);
      await store.close();
      await until(async () => (await connections()) === idle, 'the end of the connection');
    });

    it('leave no connection when they are closed while they connect', async () => {
      const idle = await connections();
      const store = opened(createKeyv(server.url));
      const late = store.claim(newClaim('a'), 1_000);
      await store.close();
      await expect(late).rejects.toBeInstanceOf(NoAnswerError);
      // Redis accepts connections in their order, so the closed one was accepted before this one.
      await opened(createKeyv(server.url)).claim(newClaim('b'), 1_000);
      expect(await connections()).toBe(idle + 1);
    });

    it(
      'leave no connection to a server that accepts connections and does not answer',
      async () => {
        const idle = await connections();
        const store = opened(createKeyv(server.url));
        server.freeze();
        try {
          await expect(store.claim(newClaim('a'), 1_000)).rejects.toThrow('no connection within 2000 ms');
        } finally {
          server.thaw();
        }
        await until(async () => (await connections()) === idle, 'the end of the connection');
        expect(await store.claim(newClaim('a'), 1_000)).toBeUndefined();
      },
      GIVES_UP_WITHIN_MS,
    );

    it('leave no connection to a cluster that answers too late', async () => {
      const cluster = await RedisServer.startCluster();
      const ofCluster = keyvRedis5.createClient({ url: cluster.url });
      await ofCluster.connect();
      const countOf = async (): Promise<number> => (await ofCluster.clientList()).length;
      const client = createCluster({ rootNodes: [{ url: cluster.url }] }).on('error', () => undefined);
      const store = opened(createKeyv(client as never));
      try {
        cluster.freeze();
        await expect(store.claim(newClaim('a'), 1_000)).rejects.toThrow('no connection within 2000 ms');
        cluster.thaw();
        await until(async () => (await countOf()) === 1, 'the end of the connections');
        expect(await store.claim(newClaim('a'), 1_000)).toBeUndefined();
        expect(await store.claim(newClaim('a'), 1_000)).toMatchObject({ alertedMs: undefined });
      } finally {
        await store.close();
        ofCluster.destroy();
        await cluster.dispose();
      }
    });

    it('connect again after the server has closed the connection', async () => {
      const store = opened(createKeyv(server.url));
      const claim = newClaim('a');
      await store.claim(claim, 60_000);
      await admin.sendCommand(['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes']);
      await until(() => store.confirm(claim, 60_000).catch(() => false), 'a new connection');
      expect(await store.claim(newClaim('a'), 1_000)).toMatchObject({ token: claim.token });
    });

    it('are denied while another value is stored under their key', async () => {
      const store = opened(createKeyv(server.url));
      await admin.set('a', 'not a claim');
      expect(await store.claim(newClaim('a'), 1_000)).toMatchObject({ alertedMs: undefined });
      expect(await store.confirm(newClaim('a'), 1_000)).toBe(false);
      await store.release(newClaim('a'));
      expect(await admin.get('a')).toBe('not a claim');
    });
  });
});

describe('with node-redis 4', () => {
  it.each([
    ['in legacy mode', { legacyMode: true }, 1],
    ['with a pool that is never empty', { isolationPoolOptions: { min: 1 } }, 2],
  ])('claims use one connection of their own beside a client %s', async (_, options, ofApplication) => {
    const before = await connections();
    const client = keyvRedis4.createClient({ url: server.url, ...options }).on('error', () => undefined);
    await client.connect();
    const store = storeOf(createCache({ stores: [keyvRedis4.createKeyv(client as never)] }));
    try {
      await until(async () => (await connections()) === before + ofApplication, 'the connections of the application');
      expect(await store.claim(newClaim('a'), 1_000)).toBeUndefined();
      expect(await store.claim(newClaim('a'), 1_000)).toMatchObject({ alertedMs: undefined });
      expect(await connections()).toBe(before + ofApplication + 1);
    } finally {
      await store.close();
      await client.disconnect();
    }
  });
});

const withValkey = async (): Promise<ClockedStore> => {
  const adapter = new KeyvValkey(server.url);
  return {
    store: storeOf(createCache({ stores: [new Keyv({ store: adapter })] })),
    advance,
    dispose: async () => adapter.disconnect(),
  };
};
describeClaimStore('Redis, with @keyv/valkey', withValkey, { runs: true });
