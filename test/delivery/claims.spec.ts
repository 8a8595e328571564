import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CACHE_MANAGER, CacheModule } from '@nestjs/cache-manager';
import { Controller, Get, Injectable, Module, Post } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createCache, type Cache } from 'cache-manager';
import { Keyv } from 'keyv';
import {
  AlertNotifier,
  PerformanceMonitorModule,
  PerformanceMonitorService,
  type Alert,
  type Notifier,
  type PerformanceMonitorAsyncOptions,
  type PerformanceMonitorOptions,
} from '../../lib/index.js';
import { delay, LineLogger, spin, until } from '../integration/support/test-app.js';

@Injectable()
@AlertNotifier()
class Collector implements Notifier {
  readonly name = 'collector';
  readonly alerts: Alert[] = [];
  down = false;
  /** The number of deliveries that never end; `undefined` for a notifier that works. */
  hanging: number | undefined;

  async notify(alert: Alert): Promise<void> {
    if (this.hanging !== undefined) {
      this.hanging += 1;
      await new Promise(() => undefined);
    }
    if (this.down) throw new Error('down on purpose');
    this.alerts.push(alert);
  }
}

/** So long that a busy machine cannot block the loop for most of the wait. */
const WAIT_MS = 700;
let busyMs = 100;

/** Requests that wait for the end of the export, and the arrival of the first. */
const WAITERS = 11;
let waiters: (() => void)[] = [];
let firstWaiterAt = 0;

function exported(): Promise<string> {
  if (waiters.length === 0) firstWaiterAt = performance.now();
  return new Promise(resolve => waiters.push(() => resolve('waited')));
}

@Controller()
class ShopController {
  @Get('slow')
  async slow(): Promise<string> {
    await delay(WAIT_MS);
    return 'slow';
  }
  @Get('busy')
  busy(): string {
    spin(busyMs);
    return 'busy';
  }
  @Get('waits/:n')
  async waits(): Promise<string> {
    await delay(WAIT_MS);
    return 'waited';
  }
  @Get('other')
  async other(): Promise<string> {
    await delay(WAIT_MS);
    return 'waited';
  }
  @Get('waits-for-export/:n')
  waitsForExport(): Promise<string> {
    return exported();
  }
  @Get('waits-too')
  waitsToo(): Promise<string> {
    return exported();
  }
  @Post('export')
  async export(): Promise<string> {
    await until(() => waiters.length === WAITERS, 'all requests that wait for the export');
    // Longer than the arrival of all waiters, so that the export blocks each of them for most of its time.
    spin(Math.max(400, 4 * (performance.now() - firstWaiterAt)));
    for (const resume of waiters.splice(0)) resume();
    return 'exported';
  }
}

interface Started {
  readonly app: INestApplication;
  readonly logger: LineLogger;
  readonly collector: Collector;
  get(path: string, method?: string): Promise<void>;
  /** The delivered alerts, once none is in flight. */
  alerts(): Promise<readonly Alert[]>;
}

describe('claims of real applications', () => {
  let directory = '';
  const open: INestApplication[] = [];

  beforeEach(async () => {
    busyMs = 100;
    waiters = [];
    directory = await mkdtemp(join(tmpdir(), 'monitor-claims-'));
  });
  afterEach(async () => {
    for (const app of open.splice(0)) await app.close();
    await rm(directory, { recursive: true, force: true });
  });

  function withDirectory(options: PerformanceMonitorOptions = {}): PerformanceMonitorOptions {
    // On a busy machine single requests are several times slower, which must not open a window early.
    return { threshold: 50, escalation: false, localFile: { outputDir: directory }, ...options };
  }

  async function start(
    options: PerformanceMonitorOptions,
    asyncOptions?: PerformanceMonitorAsyncOptions,
  ): Promise<Started> {
    const monitor =
      asyncOptions === undefined
        ? PerformanceMonitorModule.forRoot(options)
        : PerformanceMonitorModule.forRootAsync(asyncOptions);
    class AppModule {}
    Module({ imports: [monitor], controllers: [ShopController], providers: [Collector] })(AppModule);
    const logger = new LineLogger();
    const app = await NestFactory.create(AppModule, { logger, abortOnError: false });
    open.push(app);
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    const collector = app.get(Collector);
    return {
      app,
      logger,
      collector,
      get: async (path, method = 'GET') => void (await (await fetch(url + path, { method })).text()),
      alerts: async () => {
        await app.get(PerformanceMonitorService).flush('60s');
        return collector.alerts;
      },
    };
  }

  it('are kept through a restart, in the output directory', async () => {
    const first = await start(withDirectory());
    await first.get('/slow');
    expect(await first.alerts()).toHaveLength(1);
    await first.app.close();
    const second = await start(withDirectory());
    await second.get('/slow');
    expect(await second.alerts()).toHaveLength(0);
    await second.get('/other');
    expect(await second.alerts()).toHaveLength(1);
  });

  it('are shared by applications with one output directory, which alert each endpoint once', async () => {
    const apps = await Promise.all([1, 2, 3, 4].map(() => start(withDirectory())));
    await Promise.all(apps.flatMap(app => [app.get('/slow'), app.get('/other'), app.get('/slow')]));
    const names = (await Promise.all(apps.map(app => app.alerts()))).flat().map(alert => alert.report.execution.name);
    expect(names.sort()).toEqual(['GET /other', 'GET /slow']);
    expect((await readdir(directory)).filter(name => name.endsWith('.html'))).toHaveLength(2);
  });

  it('are kept in memory, with one warning, when they cannot be written', async () => {
    await writeFile(join(directory, '.claims'), '');
    const started = await start(withDirectory());
    await started.get('/slow');
    await started.get('/slow');
    await started.get('/other');
    await started.get('/waits/1');
    expect(await started.alerts()).toHaveLength(3);
    expect(started.logger.ours().filter(line => line.includes('store of claims'))).toHaveLength(1);
  });

  it.each([
    ['memory', () => createCache()],
    ['a Map', () => createCache({ stores: [new Keyv({ store: new Map() })] })],
  ])('are kept in the cache of the options (%s), with one warning that it is not exact', async (_, create) => {
    const cache = create();
    const given = withDirectory({ cache });
    const apps = await Promise.all([start(given), start(given)]);
    await Promise.all(apps.flatMap(app => [app.get('/slow'), app.get('/slow')]));
    expect((await Promise.all(apps.map(app => app.alerts()))).flat()).toHaveLength(1);
    // Nest has one logger for all applications of a process: that of the last application.
    const lines = apps.flatMap(({ logger }) => logger.ours());
    expect(lines.filter(line => line.includes('no atomic operation'))).toHaveLength(2);
  });

  it("are kept in the application's own CACHE_MANAGER", async () => {
    const started = await start(
      {},
      {
        imports: [CacheModule.register()],
        inject: [CACHE_MANAGER],
        useFactory: (cache: Cache) => withDirectory({ cache }),
      },
    );
    await started.get('/slow');
    await started.get('/slow');
    expect(await started.alerts()).toHaveLength(1);
    const { stores } = started.app.get<Cache>(CACHE_MANAGER, { strict: false });
    const kept: string[] = [];
    for (const store of stores) for await (const [key] of store.iterator?.(undefined) ?? []) kept.push(String(key));
    expect(kept.join()).toContain('performance-monitor:claim:');
    expect(kept.join()).not.toContain('slow');
  });

  it('reject a cache of keyv 6', async () => {
    const keyv6 = { sanitize: {}, resolveStore: () => undefined, get: () => undefined };
    const cache = { ...createCache(), stores: [keyv6] } as unknown as Cache;
    await expect(start(withDirectory({ cache }))).rejects.toThrow(/cache uses keyv 6.*npm install keyv@5/);
  });

  it('are separate for each notifier: while one fails, the other delivers once', async () => {
    const started = await start(withDirectory());
    started.collector.down = true;
    for (let round = 0; round < 3; round += 1) {
      await started.get('/slow');
      await started.alerts();
    }
    started.collector.down = false;
    await started.get('/slow');
    const alerts = await started.alerts();
    await started.get('/slow');
    await started.alerts();
    expect(alerts).toHaveLength(1);
    expect(alerts[0]?.repeats.count).toBe(3);
    expect((await readdir(directory)).filter(name => name.endsWith('.html'))).toHaveLength(1);
    expect(started.app.get(PerformanceMonitorService).getStats().alerts).toMatchObject({
      notifiers: { collector: { delivered: 1, failed: 3 }, 'local-file': { delivered: 1, failed: 0 } },
    });
  });

  it('allow one early alert for a far slower execution, with the count of the repeats', async () => {
    const started = await start(withDirectory({ escalation: 4 }));
    for (let time = 0; time < 2; time += 1) {
      await started.get('/busy');
      // Wait for the alert in flight, which would count the next execution.
      expect(await started.alerts()).toHaveLength(1);
    }
    const longest = (): number =>
      Math.max(
        ...started.app
          .get(PerformanceMonitorService)
          .getStats()
          .endpoints.map(({ maxMs }) => maxMs),
      );
    busyMs = 5 * longest();
    await started.get('/busy');
    await until(async () => (await started.alerts()).length === 2, 'the early alert');
    busyMs = 5 * longest();
    await started.get('/busy');
    const alerts = await started.alerts();
    expect(alerts).toHaveLength(2);
    expect(alerts[1]?.repeats).toMatchObject({ count: 1 });
  });

  it('of victims belong to the blocker: one alert about it lists them', async () => {
    const started = await start(withDirectory({ threshold: 200, localFile: false }));
    const blocker = started.get('/export', 'POST');
    const victims = Array.from({ length: WAITERS - 1 }, (_, n) => started.get(`/waits-for-export/${n}`));
    await Promise.all([blocker, ...victims, started.get('/waits-too')]);
    const alerts = await started.alerts();
    expect(alerts).toHaveLength(1);
    expect(alerts[0]?.report.execution.name).toBe('POST /export');
    const names = alerts[0]?.victims.map(({ name }) => name) ?? [];
    expect(names.filter(name => name === 'GET /waits-for-export/:n')).toHaveLength(WAITERS - 1);
    expect(names).toContain('GET /waits-too');
    expect(started.app.get(PerformanceMonitorService).getStats().alerts).toMatchObject({
      sent: 1,
      reasons: { victim: WAITERS },
    });
  });

  it('of unsent alerts are released at shutdown, for the next process', async () => {
    const options = withDirectory({ delivery: { shutdownTimeout: 50 } });
    const first = await start(options);
    first.collector.hanging = 0;
    // Two deliveries are running and may have arrived: their leases last. The third was never sent.
    await first.get('/slow');
    await until(() => first.collector.hanging === 1, 'the first delivery');
    await first.get('/other');
    await until(() => first.collector.hanging === 2, 'the second delivery');
    await first.get('/waits/1');
    await until(
      async () => (await readdir(directory)).filter(name => name.endsWith('.html')).length === 3,
      'three files',
    );
    await first.app.close();

    const next = await start(options);
    for (const path of ['/slow', '/other', '/waits/1']) await next.get(path);
    expect((await next.alerts()).map(({ report }) => report.execution.name)).toEqual(['GET /waits/:n']);
  });

  it('are not taken for the work of the monitor itself', async () => {
    const started = await start(withDirectory({ threshold: 1 }));
    await started.get('/slow');
    await started.alerts();
    const { endpoints } = started.app.get(PerformanceMonitorService).getStats();
    expect(endpoints.map(({ name }) => name)).toEqual(['GET /slow']);
  });
});
