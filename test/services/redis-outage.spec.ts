import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient, createKeyv } from '@keyv/redis';
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
/** A call to the store is given up after so long: a request that had waited for one would take longer. */
const STORE_DEADLINE_MS = 500;

@Injectable()
@AlertNotifier()
class Collector implements Notifier {
  readonly name = 'collector';
  readonly names: string[] = [];
  async notify({ report }: Alert): Promise<void> {
    this.names.push(report.execution.name);
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

describe('an application whose Redis is away', () => {
  let server: RedisServer;
  let directory = '';
  let app: INestApplication | undefined;
  let collector: Collector;
  let logger: LineLogger;
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
    const cacheModule = CacheModule.register({ stores: [createKeyv(server.url)] });
    const monitor = PerformanceMonitorModule.forRootAsync({
      imports: [cacheModule],
      inject: [CACHE_MANAGER],
      useFactory: (cache: Cache) => ({ threshold: SLOW_MS - 5, localFile: { outputDir: directory }, cache }),
    });
    class AppModule {}
    Module({ imports: [monitor], controllers: [OrdersController], providers: [Collector] })(AppModule);
    logger = new LineLogger();
    app = await NestFactory.create(AppModule, { logger, abortOnError: false });
    await app.listen(0, '127.0.0.1');
    collector = app.get(Collector);
  }

  /** Sends slow requests, and gives the time of the slowest. */
  async function load(path: string, requests = 20): Promise<number> {
    const url = `${(await app?.getUrl()) ?? ''}/${path}`;
    const times = await Promise.all(
      Array.from({ length: requests }, async () => {
        const begin = performance.now();
        expect(await (await fetch(url)).text()).toBe('done');
        return performance.now() - begin;
      }),
    );
    return Math.max(...times);
  }

  async function flushed(): Promise<readonly string[]> {
    await app?.get(PerformanceMonitorService).flush('10s');
    return [...collector.names].sort();
  }

  async function expectQuickClose(): Promise<void> {
    const begin = performance.now();
    await app?.close();
    app = undefined;
    expect(performance.now() - begin).toBeLessThan(2_000);
  }

  async function claimsInRedis(): Promise<number> {
    const admin = createClient({ url: server.url });
    await admin.connect();
    const { length } = await admin.keys('*performance-monitor:claim:*');
    admin.destroy();
    return length;
  }

  const saidOnce = (what: string): void => expect(logger.ours().filter(line => line.includes(what))).toHaveLength(1);

  it('from the start: alerts each endpoint once, makes no request wait, and closes at once', async () => {
    await start();
    const slowest = await Promise.all(['a', 'b', 'c', 'd'].map(path => load(path)));
    expect(await flushed()).toEqual(['GET /a', 'GET /b', 'GET /c', 'GET /d']);
    expect(Math.max(...slowest)).toBeLessThan(STORE_DEADLINE_MS);
    saidOnce('does not answer');
    await expectQuickClose();
  });

  it('and comes back: is told what was sent meanwhile, and asked again', async () => {
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
    saidOnce('answers again');
    await expectQuickClose();
  });

  it.each(['killed', 'frozen'] as const)('%s while it runs: nobody waits, and nothing is told twice', async how => {
    await server.start();
    await start();
    const listeners = (): number => process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
    const before = await load('a');
    await flushed();
    const atFirst = listeners();
    if (how === 'killed') await server.kill();
    else server.freeze();
    const during: number[] = [];
    for (let round = 0; round < 10; round += 1) for (const path of ['a', 'b', 'c']) during.push(await load(path));
    expect(await flushed()).toEqual(['GET /a', 'GET /b', 'GET /c']);
    expect(Math.max(...during)).toBeLessThan(STORE_DEADLINE_MS);
    expect(listeners()).toBe(atFirst);
    console.log(
      `slowest of 20 requests with Redis ${before.toFixed(0)} ms, of 600 with Redis ${how} ${Math.max(...during).toFixed(0)} ms`,
    );
    await expectQuickClose();
  });

  it.each([
    ['frozen, and thawed', () => server.freeze(), () => server.thaw()],
    ['killed, and started again', () => server.kill(), () => server.start()],
  ])('%s: goes on with it, and knows what was sent meanwhile', async (how, takeAway, giveBack) => {
    await server.start();
    await start();
    await load('a');
    await flushed();
    await takeAway();
    await load('b');
    await flushed();
    await giveBack();
    // Redis has forgotten the claims of the first endpoint when it was killed; this process has not.
    const claims = how.startsWith('killed') ? 4 : 6;
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
  });
});
