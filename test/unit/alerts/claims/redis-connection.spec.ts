import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newClaim } from '../../../../lib/alerts/claims/claim-key.js';
import { GuardedClaimStore } from '../../../../lib/alerts/claims/guarded-claim-store.js';
import { IoRedisConnection } from '../../../../lib/alerts/claims/io-redis-connection.js';
import { NodeRedisConnection } from '../../../../lib/alerts/claims/node-redis-connection.js';
import { RedisClaimStore } from '../../../../lib/alerts/claims/redis-claim-store.js';
import type { DuplicableClient, IoRedisClient, NodeRedisClient } from '../../../../lib/alerts/claims/redis-clients.js';
import type { RedisConnection } from '../../../../lib/alerts/claims/redis-commands.interface.js';
import { SharedRedisConnection } from '../../../../lib/alerts/claims/shared-redis-connection.js';
import { LogKeeper } from '../fixtures.js';

const LEASE = 60_000;

const unused = (): Promise<never> => Promise.reject(new Error('not used'));

/** Clients of a server that takes so long to let one in. */
class SlowServer {
  opened = 0;
  ended = 0;
  unrefs = 0;
  scripts = 0;
  answers = true;

  constructor(readonly connectMs: number) {}

  nodeClient({ canUnref = true } = {}): DuplicableClient {
    let isOpen = false;
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
      duplicate: () => this.nodeClient({ canUnref }),
      connect: () => {
        isOpen = true;
        return this.letIn();
      },
      eval: () => this.run(),
      destroy: () => {
        isOpen = false;
        this.ended += 1;
      },
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
        void this.letIn().then(() => client.connect());
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

  private letIn(): Promise<void> {
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

describe('the connection of claims to Redis', () => {
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
  ])('is made once, and waited for, when that takes longer than an answer may: %s', async (_, connect) => {
    const server = new SlowServer(1_200);
    const guarded = guard(connect(server));
    const asked = Promise.all([guarded.claim(newClaim('a'), LEASE), guarded.claim(newClaim('b'), LEASE)]);
    for (const answer of await after(1_201, asked)) expect(answer).toMatchObject({ token: 'theirs' });
    expect(server).toMatchObject({ opened: 1, ended: 0 });
    await guarded.close();
    expect(server.ended).toBe(1);
  });

  it('is given up when it is not made in its own time, and made anew', async () => {
    const server = new SlowServer(Infinity);
    const guarded = guard(new NodeRedisConnection(server.nodeClient()));
    const asked = guarded.claim(newClaim('a'), LEASE);
    await jest.advanceTimersByTimeAsync(1_999);
    expect(server).toMatchObject({ opened: 1, ended: 0 });
    await jest.advanceTimersByTimeAsync(1);
    expect(server).toMatchObject({ opened: 1, ended: 1 });
    expect(await after(501, asked)).toBeUndefined();
    await after(2_501, guarded.claim(newClaim('b'), LEASE));
    expect(server.opened).toBe(2);
    await guarded.close();
    expect(server.ended).toBe(2);
  });

  it('lets the process end where its socket can be told to', async () => {
    const server = new SlowServer(10);
    const guarded = guard(new NodeRedisConnection(server.nodeClient()));
    await after(20, guarded.claim(newClaim('a'), LEASE));
    await jest.advanceTimersByTimeAsync(60_000);
    expect(server).toMatchObject({ unrefs: 1, ended: 0 });
    await guarded.close();
  });

  it("ends soon after the application's own where it can not, and is made anew when needed", async () => {
    const server = new SlowServer(10);
    const application = server.nodeClient({ canUnref: false });
    await after(10, application.connect());
    const guarded = guard(new NodeRedisConnection(application));
    await after(20, guarded.claim(newClaim('a'), LEASE));
    await jest.advanceTimersByTimeAsync(60_000);
    expect(server).toMatchObject({ opened: 2, ended: 0 });

    application.destroy();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(server).toMatchObject({ opened: 2, ended: 2 });
    await after(20, guarded.claim(newClaim('b'), LEASE));
    expect(server).toMatchObject({ opened: 3, ended: 2 });
    await guarded.close();
    expect(server.ended).toBe(3);
  });

  it('is not ended while a call waits for its answer', async () => {
    const server = new SlowServer(10);
    const connection = new NodeRedisConnection(server.nodeClient({ canUnref: false }));
    server.answers = false;
    void connection.run(redis => redis.eval('', '', []));
    await jest.advanceTimersByTimeAsync(60_000);
    expect(server).toMatchObject({ opened: 1, ended: 0 });
    connection.close();
    expect(server.ended).toBe(1);
  });

  it('is ended when it was made and does not answer', async () => {
    const server = new SlowServer(10);
    const guarded = guard(new NodeRedisConnection(server.nodeClient()));
    await after(20, guarded.claim(newClaim('a'), LEASE));
    server.answers = false;
    await after(501, guarded.claim(newClaim('b'), LEASE));
    expect(server).toMatchObject({ opened: 1, ended: 1 });
    await guarded.close();
  });

  describe("that is the application's own", () => {
    const without = (server: SlowServer): NodeRedisClient =>
      Object.assign(server.nodeClient(), { duplicate: undefined });

    it('is opened once when nobody has, and never closed', async () => {
      const server = new SlowServer(10);
      const guarded = guard(new SharedRedisConnection(without(server)));
      const asked = Promise.all([guarded.claim(newClaim('a'), LEASE), guarded.claim(newClaim('b'), LEASE)]);
      expect(await after(20, asked)).toEqual([
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
      client.destroy();
      expect(await after(20, guarded.claim(newClaim('b'), LEASE))).toBeUndefined();
      await guarded.close();
      expect(server).toMatchObject({ opened: 1, ended: 1 });
    });
  });
});
