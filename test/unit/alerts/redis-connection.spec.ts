import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newClaim } from '../../../lib/alerts/claims/claim-key.js';
import { GuardedClaimStore } from '../../../lib/alerts/claims/guarded-claim-store.js';
import { RedisClaimStore } from '../../../lib/alerts/claims/redis-claim-store.js';
import type { IoRedisClient, NodeRedisClient } from '../../../lib/alerts/claims/redis-clients.js';
import { IoRedisConnection, NodeRedisConnection } from '../../../lib/alerts/claims/redis-connection.js';
import { LogKeeper } from './fixtures.js';

const LEASE = 60_000;

/** Clients of a server that takes so long to let one in. */
class SlowServer {
  opened = 0;
  ended = 0;
  scripts = 0;
  answers = true;

  constructor(readonly connectMs: number) {}

  nodeClient(): NodeRedisClient {
    let isOpen = false;
    return {
      get isOpen() {
        return isOpen;
      },
      options: {},
      duplicate: () => this.nodeClient(),
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

  function guard(connection: NodeRedisConnection | IoRedisConnection): GuardedClaimStore {
    return new GuardedClaimStore(new RedisClaimStore(connection), new LogKeeper().logger);
  }
  async function after<T>(ms: number, work: Promise<T>): Promise<T> {
    await jest.advanceTimersByTimeAsync(ms);
    return work;
  }

  it.each<[string, (server: SlowServer) => NodeRedisConnection | IoRedisConnection]>([
    ['a server', server => new NodeRedisConnection(server.nodeClient())],
    ['a cluster', server => new IoRedisConnection(server.cluster())],
  ])('is made once, and used, when that takes longer than a call may: %s', async (_, connect) => {
    const server = new SlowServer(1_200);
    const guarded = guard(connect(server));
    expect(await after(501, guarded.claim(newClaim('a'), LEASE))).toBeUndefined();
    expect(await after(501, guarded.claim(newClaim('b'), LEASE))).toBeUndefined();
    await jest.advanceTimersByTimeAsync(200);
    expect(await after(1, guarded.claim(newClaim('c'), LEASE))).toMatchObject({ token: 'theirs' });
    expect(server).toMatchObject({ opened: 1, ended: 0 });
    await guarded.close();
    expect(server.ended).toBe(1);
  });

  it('is given up when it is not made in its own time, and made anew', async () => {
    const server = new SlowServer(Infinity);
    const guarded = guard(new NodeRedisConnection(server.nodeClient()));
    await after(501, guarded.claim(newClaim('a'), LEASE));
    expect(server.ended).toBe(0);
    await jest.advanceTimersByTimeAsync(1_500);
    expect(server).toMatchObject({ opened: 1, ended: 1 });
    await after(501, guarded.claim(newClaim('b'), LEASE));
    expect(server.opened).toBe(2);
    await guarded.close();
    expect(server.ended).toBe(2);
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
});
