import type { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient, createKeyv } from '@keyv/redis';
import { createKeyv as createKeyvOfNodeRedis4 } from '@keyv/redis4';
import { CACHE_MANAGER, CacheModule } from '@nestjs/cache-manager';
import { Controller, Get, Injectable, Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Cache } from 'cache-manager';
import {
  AlertNotifier,
  PerformanceMonitorModule,
  PerformanceMonitorService,
  type Alert,
  type Notifier,
} from '../../lib/index.js';
import { delay, LineLogger, until } from '../integration/support/test-app.js';
import { RedisServer } from './support/redis-server.js';

const SLOW_MS = 30;
const CLOSES_WITHIN_MS = 2_000;

@Injectable()
@AlertNotifier()
class Collector implements Notifier {
  readonly name = 'collector';
  readonly names = new Set<string>();
  readonly fingerprints: string[] = [];
  async notify({ fingerprint, report }: Alert): Promise<void> {
    this.names.add(report.execution.name);
    this.fingerprints.push(fingerprint);
  }
}

@Controller()
class OrdersController {
  @Get('a')
  a(): Promise<string> {
    return slow();
  }
  @Get('b')
  b(): Promise<string> {
    return slow();
  }
  @Get('c')
  c(): Promise<string> {
    return slow();
  }
  @Get('d')
  d(): Promise<string> {
    return slow();
  }
}

async function slow(): Promise<string> {
  await delay(SLOW_MS);
  return 'done';
}

describe.each([
  ['node-redis 5', createKeyv],
  ['node-redis 4', createKeyvOfNodeRedis4 as unknown as typeof createKeyv],
])('an application during an outage of Redis, with %s', (_, keyvOf) => {
  let server: RedisServer;
  let directory = '';
  let app: INestApplication | undefined;
  let collector: Collector;
  let logger: LineLogger;
  let client: EventEmitter;
  const rejections: unknown[] = [];
  const remember = (reason: unknown): void => void rejections.push(reason);

  beforeEach(async () => {
    rejections.length = 0;
    process.on('unhandledRejection', remember);
    directory = await mkdtemp(join(tmpdir(), 'monitor-outage-'));
    server = await RedisServer.reserve();
  });
  afterEach(async () => {
    server.thaw();
    await app?.close();
    app = undefined;
    await server.dispose();
    await rm(directory, { recursive: true, force: true });
    process.off('unhandledRejection', remember);
    expect(rejections).toEqual([]);
  });

  async function start(): Promise<void> {
    const keyv = keyvOf(server.url);
    client = keyv.store.client;
    const cacheModule = CacheModule.register({ stores: [keyv] });
    const monitor = PerformanceMonitorModule.forRootAsync({
      imports: [cacheModule],
      inject: [CACHE_MANAGER],
      // On a busy machine an execution can be three times slower than another, which would cause a second alert.
      useFactory: (cache: Cache) => ({
        threshold: SLOW_MS - 5,
        escalation: false,
        localFile: { outputDir: directory },
        cache,
      }),
    });
    class AppModule {}
    Module({ imports: [monitor], controllers: [OrdersController], providers: [Collector] })(AppModule);
    logger = new LineLogger();
    app = await NestFactory.create(AppModule, { logger, abortOnError: false });
    await app.listen(0, '127.0.0.1');
    collector = app.get(Collector);
  }

  /** Sends slow requests, and expects that all succeed. */
  async function load(path: string, requests = 20): Promise<void> {
    const url = `${(await app?.getUrl()) ?? ''}/${path}`;
    const bodies = Array.from({ length: requests }, async () => (await fetch(url)).text());
    expect(new Set(await Promise.all(bodies))).toEqual(new Set(['done']));
  }

  /** The number of listeners of the process and of the application's own client, by event. */
  function listeners(): { process: object; client: object } {
    return { process: countsOf(process), client: countsOf(client) };
  }

  /**
   * The names of the alerted endpoints. On a busy machine, code outside the requests can cause one more alert about an
   * endpoint, with another fingerprint.
   */
  async function flushed(): Promise<readonly string[]> {
    await app?.get(PerformanceMonitorService).flush('60s');
    expect(new Set(collector.fingerprints).size).toBe(collector.fingerprints.length);
    return [...collector.names].sort();
  }

  async function expectQuickClose(): Promise<void> {
    const begin = performance.now();
    await app?.close();
    app = undefined;
    expect(performance.now() - begin).toBeLessThan(CLOSES_WITHIN_MS);
  }

  async function claimsInRedis(): Promise<number> {
    const admin = createClient({ url: server.url });
    await admin.connect();
    const { length } = await admin.keys('*performance-monitor:claim:*');
    admin.destroy();
    return length;
  }

  const expectOneLine = (text: string): void =>
    expect(logger.ours().filter(line => line.includes(text))).toHaveLength(1);

  it('that began before its start alerts each endpoint once, adds no listener, and closes at once', async () => {
    await start();
    await load('a');
    await flushed();
    const before = listeners();
    for (const path of ['b', 'c', 'd', 'a', 'b']) await load(path);
    expect(await flushed()).toEqual(['GET /a', 'GET /b', 'GET /c', 'GET /d']);
    expect(listeners()).toEqual(before);
    expectOneLine('does not answer');
    await expectQuickClose();
  });

  it('confirms its alerts in Redis after the outage', async () => {
    await start();
    for (const path of ['a', 'b', 'c']) await load(path);
    await flushed();
    await server.start();
    await until(
      async () => {
        await load('d', 1);
        await flushed();
        return (await claimsInRedis()) >= 8;
      },
      'the claims of four endpoints and two notifiers in Redis',
      40_000,
    );
    expect(await flushed()).toEqual(['GET /a', 'GET /b', 'GET /c', 'GET /d']);
    expectOneLine('answers again');
    await expectQuickClose();
  });

  it.each(['killed', 'frozen'] as const)('sends no alert twice and closes at once when Redis is %s', async outage => {
    await server.start();
    await start();
    await load('a');
    await flushed();
    const before = listeners();
    if (outage === 'killed') await server.kill();
    else server.freeze();
    for (let round = 0; round < 10; round += 1) for (const path of ['a', 'b', 'c']) await load(path);
    expect(await flushed()).toEqual(['GET /a', 'GET /b', 'GET /c']);
    expect(listeners()).toEqual(before);
    await expectQuickClose();
  });

  it.each([
    ['frozen and thawed', () => server.freeze(), () => server.thaw()],
    ['killed and started again', () => server.kill(), () => server.start()],
  ])('confirms its alerts of the outage in a Redis that was %s', async (outage, interrupt, restore) => {
    await server.start();
    await start();
    await load('a');
    await flushed();
    const before = listeners();
    await interrupt();
    await load('b');
    await flushed();
    await restore();
    // A killed Redis loses the claims of the first endpoint; this process keeps them.
    const claims = outage.startsWith('killed') ? 4 : 6;
    await until(
      async () => {
        await load('c', 1);
        await flushed();
        return (await claimsInRedis()) >= claims;
      },
      'the claims of three endpoints and two notifiers in Redis',
      40_000,
    );
    expect(await flushed()).toEqual(['GET /a', 'GET /b', 'GET /c']);
    expect(listeners()).toEqual(before);
    await expectQuickClose();
  });
});

function countsOf(emitter: EventEmitter): object {
  return Object.fromEntries(emitter.eventNames().map(name => [String(name), emitter.listenerCount(name)]));
}
