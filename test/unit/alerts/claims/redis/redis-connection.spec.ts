import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newClaim } from '../../../../../lib/alerts/claims/claim-key.js';
import { GuardedClaimStore } from '../../../../../lib/alerts/claims/guarded-claim-store.js';
import { IoRedisConnection } from '../../../../../lib/alerts/claims/redis/io-redis-connection.js';
import { NodeRedisConnection } from '../../../../../lib/alerts/claims/redis/node-redis-connection.js';
import { RedisClaimStore } from '../../../../../lib/alerts/claims/redis/redis-claim-store.js';
import type {
  DuplicableClient,
  IoRedisClient,
  NodeRedisClient,
} from '../../../../../lib/alerts/claims/redis/redis-clients.js';
import type { RedisConnection } from '../../../../../lib/alerts/claims/redis/redis-commands.interface.js';
import { SharedRedisConnection } from '../../../../../lib/alerts/claims/redis/shared-redis-connection.js';
import { LogKeeper } from '../../fixtures.js';

const LEASE = 60_000;

const unused = (): Promise<never> => Promise.reject(new Error('not used'));

/** Clients of a server that accepts a connection after `connectMs`. */
class SlowServer {
  opened = 0;
  ended = 0;
  unrefs = 0;
  scripts = 0;
  answers = true;

  constructor(readonly connectMs: number) {}

  nodeClient({ canUnref = true, version = 5 } = {}): DuplicableClient {
    let isOpen = false;
    const end = (): void => {
      isOpen = false;
      this.ended += 1;
    };
    return {
      set: unused,
      get: unused,
      pTTL: unused,
      del: unused,
      ...(canUnref && { unref: () => void (this.unrefs += 1) }),
      get isOpen() {
        return isOpen;
      },
      options: {},
      duplicate: () => this.nodeClient({ canUnref, version }),
      connect: () => {
        isOpen = true;
        return this.accept();
      },
      eval: () => this.run(),
      ...(version >= 5
        ? { destroy: end }
        : {
            disconnect: async () => {
              end();
              throw new Error('The client is closed');
            },
          }),
      on: () => undefined,
    };
  }

  cluster(): IoRedisClient {
    let status = 'connecting';
    const listeners: (() => void)[] = [];
    return {
      set: unused,
      get: unused,
      pttl: unused,
      del: unused,
      get status() {
        return status;
      },
      isCluster: true,
      duplicate: () => {
        const client = this.cluster();
        void this.accept().then(() => client.connect());
        return client;
      },
      connect: async () => {
        status = 'ready';
        for (const listener of listeners) listener();
      },
      eval: () => this.run(),
      disconnect: () => {
        status = 'end';
        this.ended += 1;
      },
      on: (event, listener) => void (event === 'ready' && listeners.push(() => listener(undefined))),
    };
  }

  private accept(): Promise<void> {
    this.opened += 1;
    return new Promise(resolve => {
      if (this.connectMs < Infinity) setTimeout(resolve, this.connectMs);
    });
  }

  private run(): Promise<unknown> {
    this.scripts += 1;
    return this.answers ? Promise.resolve(['theirs:5', 30_000]) : new Promise(() => undefined);
  }
}

describe('the Redis connection of the claims', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  function guard(connection: RedisConnection): GuardedClaimStore {
    return new GuardedClaimStore(new RedisClaimStore(connection), new LogKeeper().logger);
  }
  async function after<T>(ms: number, work: Promise<T>): Promise<T> {
    await jest.advanceTimersByTimeAsync(ms);
    return work;
  }

  it.each<[string, (server: SlowServer) => RedisConnection]>([
    ['a server', server => new NodeRedisConnection(server.nodeClient())],
    ['a cluster', server => new IoRedisConnection(server.cluster())],
  ])('is opened once, and may take longer than an answer: %s', async (_, connect) => {
    const server = new SlowServer(1_200);
    const guarded = guard(connect(server));
    const requests = Promise.all([guarded.claim(newClaim('a'), LEASE), guarded.claim(newClaim('b'), LEASE)]);
    for (const answer of await after(1_201, requests)) expect(answer).toMatchObject({ token: 'theirs' });
    expect(server).toMatchObject({ opened: 1, ended: 0 });
    await guarded.close();
    expect(server.ended).toBe(1);
  });

  it('is closed when it exceeds its own time limit, and opened again', async () => {
    const server = new SlowServer(Infinity);
    const guarded = guard(new NodeRedisConnection(server.nodeClient()));
    const requests = guarded.claim(newClaim('a'), LEASE);
    await jest.advanceTimersByTimeAsync(1_999);
    expect(server).toMatchObject({ opened: 1, ended: 0 });
    await jest.advanceTimersByTimeAsync(1);
    expect(server).toMatchObject({ opened: 1, ended: 1 });
    expect(await after(501, requests)).toBeUndefined();
    await after(2_501, guarded.claim(newClaim('b'), LEASE));
    expect(server.opened).toBe(2);
    await guarded.close();
    expect(server.ended).toBe(2);
  });

  it('is closed again when it is established after its time limit', async () => {
    const server = new SlowServer(2_400);
    const guarded = guard(new NodeRedisConnection(server.nodeClient()));
    const request = guarded.claim(newClaim('a'), LEASE);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(server).toMatchObject({ opened: 1, ended: 1 });
    await jest.advanceTimersByTimeAsync(400);
    expect(server).toMatchObject({ opened: 1, ended: 2 });
    expect(await after(101, request)).toBeUndefined();
    await guarded.close();
  });

  it('is closed by disconnect(), whose failure is ignored, with node-redis 4', async () => {
    const server = new SlowServer(10);
    const connection = new NodeRedisConnection(server.nodeClient({ version: 4 }));
    await after(
      20,
      connection.run(redis => redis.eval('', '', [])),
    );
    connection.close();
    await jest.advanceTimersByTimeAsync(0);
    expect(server).toMatchObject({ opened: 1, ended: 1 });
  });

  it('rejects the calls that wait for it when it is closed', async () => {
    const connection = new NodeRedisConnection(new SlowServer(Infinity).nodeClient());
    const call = connection.run(redis => redis.eval('', '', []));
    connection.close();
    await expect(call).rejects.toThrow('the connection was closed');
  });

  it('does not keep the process alive when its socket can be unreferenced', async () => {
    const server = new SlowServer(10);
    const guarded = guard(new NodeRedisConnection(server.nodeClient()));
    await after(20, guarded.claim(newClaim('a'), LEASE));
    await jest.advanceTimersByTimeAsync(60_000);
    expect(server).toMatchObject({ unrefs: 1, ended: 0 });
    await guarded.close();
  });

  it("closes soon after the application's own when it cannot be unreferenced, and opens again when needed", async () => {
    const server = new SlowServer(10);
    const application = server.nodeClient({ canUnref: false });
    await after(10, application.connect());
    const guarded = guard(new NodeRedisConnection(application));
    await after(20, guarded.claim(newClaim('a'), LEASE));
    await jest.advanceTimersByTimeAsync(60_000);
    expect(server).toMatchObject({ opened: 2, ended: 0 });

    application.destroy?.();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(server).toMatchObject({ opened: 2, ended: 2 });
    await after(20, guarded.claim(newClaim('b'), LEASE));
    expect(server).toMatchObject({ opened: 3, ended: 2 });
    await guarded.close();
    expect(server.ended).toBe(3);
  });

  it('stays open while a call waits for its answer', async () => {
    const server = new SlowServer(10);
    const connection = new NodeRedisConnection(server.nodeClient({ canUnref: false }));
    server.answers = false;
    void connection.run(redis => redis.eval('', '', []));
    await jest.advanceTimersByTimeAsync(60_000);
    expect(server).toMatchObject({ opened: 1, ended: 0 });
    connection.close();
    expect(server.ended).toBe(1);
  });

  it('is closed when it is established and does not answer', async () => {
    const server = new SlowServer(10);
    const guarded = guard(new NodeRedisConnection(server.nodeClient()));
    await after(20, guarded.claim(newClaim('a'), LEASE));
    server.answers = false;
    await after(501, guarded.claim(newClaim('b'), LEASE));
    expect(server).toMatchObject({ opened: 1, ended: 1 });
    await guarded.close();
  });

  describe("when it is the application's own", () => {
    const without = (server: SlowServer): NodeRedisClient =>
      Object.assign(server.nodeClient(), { duplicate: undefined });

    it('is opened once if it never was, and never closed', async () => {
      const server = new SlowServer(10);
      const guarded = guard(new SharedRedisConnection(without(server)));
      const requests = Promise.all([guarded.claim(newClaim('a'), LEASE), guarded.claim(newClaim('b'), LEASE)]);
      expect(await after(20, requests)).toEqual([
        expect.objectContaining({ token: 'theirs' }),
        expect.objectContaining({ token: 'theirs' }),
      ]);
      await guarded.close();
      expect(server).toMatchObject({ opened: 1, ended: 0 });
    });

    it('stays closed when the application has closed it', async () => {
      const server = new SlowServer(10);
      const client = without(server);
      const guarded = guard(new SharedRedisConnection(client));
      await after(20, guarded.claim(newClaim('a'), LEASE));
      client.destroy?.();
      expect(await after(20, guarded.claim(newClaim('b'), LEASE))).toBeUndefined();
      await guarded.close();
      expect(server).toMatchObject({ opened: 1, ended: 1 });
    });
  });
});
