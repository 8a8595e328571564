import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { PerformanceMonitorModule, PerformanceMonitorService, SlowThreshold } from '../../lib/index.js';
import { HomeMadeQueue } from '../integration/support/lost-context.js';
import { delay, LineLogger, until } from '../integration/support/test-app.js';

@Injectable()
class Work {
  async step(): Promise<string> {
    await delay(1);
    return 'done';
  }
}

@Controller()
class WorkController {
  constructor(private readonly work: Work) {}

  @Get('work')
  @SlowThreshold('1h')
  async run(): Promise<string> {
    return this.work.step();
  }
}

type Hook = (request: { url: string }, response: unknown, done: () => void) => void;
interface Hooked {
  readonly onRequestHook?: Hook;
  setOnRequestHook(hook: Hook): void;
}

describe('applications of one process', () => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  /** Everything is slow but what `@SlowThreshold()` says: where that is in force, no alert is raised. */
  async function boot(adapter: ExpressAdapter, prefix = ''): Promise<NestExpressApplication> {
    const monitor = PerformanceMonitorModule.forRoot({ threshold: 1, localFile: false });
    class AppModule {}
    Module({ imports: [monitor], controllers: [WorkController], providers: [Work] })(AppModule);
    const logger = new LineLogger();
    const app = await NestFactory.create<NestExpressApplication>(AppModule, adapter, { logger, abortOnError: false });
    if (prefix !== '') app.setGlobalPrefix(prefix);
    await app.init();
    closers.push(() => app.close());
    return app;
  }

  /** Outlives the applications: each of them would close a server of its own. */
  async function serve({ instance }: { instance: unknown }): Promise<string> {
    const server: Server = createServer(instance as Parameters<typeof createServer>[0]);
    await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const instanceOf = (app: INestApplication): { instance: unknown } => ({
    instance: app.getHttpAdapter().getInstance() as unknown,
  });
  const countsOf = (app: INestApplication): Record<string, number> =>
    Object.fromEntries(
      app
        .get(PerformanceMonitorService)
        .getStats()
        .endpoints.map(({ name, count }) => [name, count]),
    );
  const get = async (url: string): Promise<string> => (await fetch(url)).text();

  describe('on one adapter', () => {
    it('count each request once: in the first of them', async () => {
      const adapter = new ExpressAdapter();
      const first = await boot(adapter, 'first');
      const second = await boot(adapter, 'second');
      const url = await serve(instanceOf(first));
      expect([await get(`${url}/first/work`), await get(`${url}/second/work`)]).toEqual(['done', 'done']);
      await until(() => Object.keys(countsOf(first)).length === 2, 'two endpoints');
      expect(countsOf(first)).toEqual({ 'GET /first/work': 1, 'GET /second/work': 1 });
      expect(countsOf(second)).toEqual({});
      // The decorators of the application that answered are in force.
      expect(first.get(PerformanceMonitorService).getStats().slow).toBe(0);
    });

    it('count in the next one when the monitor of the first is disabled', async () => {
      const adapter = new ExpressAdapter();
      const first = await boot(adapter, 'first');
      const second = await boot(adapter, 'second');
      const url = await serve(instanceOf(first));
      first.get(PerformanceMonitorService).disable();
      expect(await get(`${url}/first/work`)).toBe('done');
      await until(() => countsOf(second)['GET /first/work'] === 1, 'the count of the second');
      first.get(PerformanceMonitorService).enable();
      expect(await get(`${url}/first/work`)).toBe('done');
      await until(() => countsOf(first)['GET /first/work'] === 1, 'the count of the first');
      expect(countsOf(second)).toEqual({ 'GET /first/work': 1 });
    });

    it.each([
      ['first', [0, 1]],
      ['second', [1, 0]],
    ])('leave a working adapter when the %s closes first', async (_name, order) => {
      const adapter = new ExpressAdapter();
      const seen: string[] = [];
      const foreign: Hook = (request, _response, done) => {
        seen.push(request.url);
        done();
      };
      const hooked = adapter as unknown as Hooked;
      hooked.setOnRequestHook(foreign);
      const apps = [await boot(adapter, 'first'), await boot(adapter, 'second')];
      const [leaving, staying] = order.map(place => apps[place]) as [NestExpressApplication, NestExpressApplication];
      const url = await serve(instanceOf(leaving));
      await leaving.close();
      expect(await get(`${url}/second/work`)).toBe('done');
      await until(() => countsOf(staying)['GET /second/work'] === 1, 'the count of the one that stays');
      await staying.close();
      expect(await get(`${url}/second/work`)).toBe('done');
      expect(countsOf(staying)).toEqual({ 'GET /second/work': 1 });
      expect(seen).toEqual(['/second/work', '/second/work']);
      expect(hooked.onRequestHook).toBe(foreign);
    });

    it('keep a hook that came later and chains theirs', async () => {
      const adapter = new ExpressAdapter();
      const hooked = adapter as unknown as Hooked;
      const first = await boot(adapter, 'first');
      const below = hooked.onRequestHook as Hook;
      const seen: string[] = [];
      const later: Hook = (request, response, done) => {
        seen.push(request.url);
        below.call(adapter, request, response, done);
      };
      hooked.setOnRequestHook(later);
      const second = await boot(adapter, 'second');
      const url = await serve(instanceOf(first));
      expect(await get(`${url}/first/work`)).toBe('done');
      await until(() => countsOf(second)['GET /first/work'] === 1, 'one count');
      expect(countsOf(first)).toEqual({});
      await first.close();
      await second.close();
      expect(hooked.onRequestHook).toBe(later);
      expect(await get(`${url}/second/work`)).toBe('done');
      expect(seen).toEqual(['/first/work', '/second/work']);
    });
  });

  describe('mounted in one another', () => {
    it.each(['kept', 'lost'])('count each request once: in the outer one (context %s)', async context => {
      const inner = await boot(new ExpressAdapter());
      const outerAdapter = new ExpressAdapter();
      const queue = new HomeMadeQueue();
      closers.push(() => queue.stop());
      if (context === 'lost')
        outerAdapter.use((_request: unknown, _response: unknown, next: () => void) => queue.ask(next));
      outerAdapter.use('/inner', instanceOf(inner).instance);
      const outer = await boot(outerAdapter);
      const url = await serve(instanceOf(outer));
      expect([await get(`${url}/inner/work`), await get(`${url}/work`)]).toEqual(['done', 'done']);
      await until(() => Object.keys(countsOf(outer)).length === 2, 'two endpoints');
      expect(countsOf(outer)).toEqual({ 'GET /inner/work': 1, 'GET /work': 1 });
      expect(countsOf(inner)).toEqual({});
      expect(outer.get(PerformanceMonitorService).getStats().slow).toBe(0);
      await outer.close();
      expect(await get(`${url}/inner/work`)).toBe('done');
      await until(() => countsOf(inner)['GET /inner/work'] === 1, 'the count of the inner one');
    });
  });
});
