import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { context, ROOT_CONTEXT, trace, TraceFlags, type Context, type ContextManager } from '@opentelemetry/api';
import type { PerformanceMonitorOptions, ReportExecution } from '../../lib/index.js';
import { PLATFORMS, TestApp, delay, type Platform } from './support/test-app.js';
import { UploadController } from './support/upload.controller.js';

@Controller('shops/:shop')
class ShopController {
  @Get('orders/:id')
  async order(@Param('id') _id: string): Promise<string> {
    await delay(40);
    return 'done';
  }

  @Post('orders')
  async create(@Body() _body: unknown): Promise<string> {
    await delay(40);
    return 'done';
  }
}

describe.each(PLATFORMS)('a slow request on %s', platform => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  async function start(
    options: PerformanceMonitorOptions = {},
    prepare: (app: TestApp['app']) => void = () => undefined,
  ): Promise<TestApp> {
    const controllers = platform === 'express' ? [ShopController, UploadController] : [ShopController];
    const app = await TestApp.start({ controllers }, { threshold: 20, ...options }, platform, prepare);
    closers.push(() => app.close());
    return app;
  }

  async function reported(app: TestApp, path: string, init: RequestInit = {}): Promise<ReportExecution> {
    expect((await fetch(app.url + path, init)).ok).toBe(true);
    await app.monitor.flush('60s');
    const [report] = await app.reports();
    expect(report).toBeDefined();
    return report?.execution as ReportExecution;
  }

  it('has its route parameters, query, listed headers and client', async () => {
    const app = await start({ capture: { headers: ['x-tenant', 'Accept-Language'] } });
    const execution = await reported(app, '/shops/7/orders/a%20b?page=2&tag=x&tag=y', {
      headers: { 'x-tenant': 't1', 'accept-language': 'de', 'x-other': 'o', 'x-request-id': 'r-1' },
    });
    expect(execution).toMatchObject({
      name: 'GET /shops/:shop/orders/:id',
      url: '/shops/7/orders/a%20b?page=2&tag=x&tag=y',
      params: { shop: '7', id: 'a b' },
      query: { page: '2', tag: ['x', 'y'] },
      requestId: 'r-1',
      clientAddress: expect.stringMatching(/127\.0\.0\.1$/),
    });
    expect(execution.headers).toEqual({ 'x-tenant': 't1', 'accept-language': 'de' });
    expect(execution).not.toHaveProperty('body');
    expect(execution).not.toHaveProperty('contentType');
  });

  it('has its body only when capture.body is on', async () => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ note: 'noon', password: 'x', lines: [{ sku: 'a', pin: 1 }] }),
    };
    const without = await start();
    const silent = await reported(without, '/shops/7/orders', init);
    expect(silent).not.toHaveProperty('body');
    expect(silent).toMatchObject({ contentType: 'application/json', contentLength: init.body.length });
    const app = await start({ capture: { body: true } });
    expect((await reported(app, '/shops/7/orders', init)).body).toEqual({
      note: 'noon',
      password: '[REDACTED]',
      lines: [{ sku: 'a', pin: '[REDACTED]' }],
    });
  });

  it('belongs to the active trace of OpenTelemetry', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const spanContext = { traceId, spanId: 'b7ad6b7169203331', traceFlags: TraceFlags.SAMPLED };
    const contexts = new TestContextManager();
    expect(context.setGlobalContextManager(contexts)).toBe(true);
    closers.push(() => context.disable());
    const app = await start({}, nest => {
      // The instrumentation of `http` does this, before all other listeners.
      const server = nest.getHttpServer() as import('node:http').Server;
      const emit = server.emit.bind(server) as (...args: unknown[]) => boolean;
      server.emit = (event: string, ...args: unknown[]) =>
        event === 'request'
          ? context.with(trace.setSpanContext(context.active(), spanContext), () => emit(event, ...args))
          : emit(event, ...args);
    });
    const execution = await reported(app, '/shops/7/orders/1', {
      headers: { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' },
    });
    expect(execution).toMatchObject({ traceId, spanId: 'b7ad6b7169203331' });
  });

  it('belongs to its caller’s trace without OpenTelemetry', async () => {
    const app = await start();
    const execution = await reported(app, '/shops/7/orders/1', {
      headers: { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' },
    });
    expect(execution.traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  });
});

describe('on Express', () => {
  async function once(
    path: string,
    init: RequestInit,
    options: PerformanceMonitorOptions,
    prepare: (app: NestExpressApplication) => void = () => undefined,
  ): Promise<ReportExecution | undefined> {
    const platform: Platform = 'express';
    const app = await TestApp.start(
      { controllers: [ShopController, UploadController] },
      { threshold: 20, ...options },
      platform,
      nest => prepare(nest as NestExpressApplication),
    );
    try {
      await fetch(app.url + path, init);
      return (await app.reports())[0]?.execution;
    } finally {
      await app.close();
    }
  }

  it('a trusted proxy is not the client', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.7' };
    const trusting = await once('/shops/7/orders/1', { headers }, {}, app => app.set('trust proxy', true));
    expect(trusting?.clientAddress).toBe('203.0.113.7');
    const wary = await once('/shops/7/orders/1', { headers }, {});
    expect(wary?.clientAddress).toMatch(/127\.0\.0\.1$/);
  });

  it('a multipart form is a list of names and sizes', async () => {
    const body = new FormData();
    body.set('note', 'deliver before noon');
    body.set('doc', new Blob(['12345'], { type: 'text/plain' }), 'notes.txt');
    const execution = await once('/upload', { method: 'POST', body }, { capture: { body: true } });
    expect(execution?.body).toEqual({ note: '19 bytes', doc: 'file "notes.txt" (text/plain), 5 bytes' });
  });
});

/** The smallest context manager that OpenTelemetry accepts. */
class TestContextManager implements ContextManager {
  private readonly storage = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.storage.getStore() ?? ROOT_CONTEXT;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    active: Context,
    fn: F,
    self?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.storage.run(active, () => Reflect.apply(fn, self, args) as ReturnType<F>);
  }

  bind<T>(_context: Context, target: T): T {
    return target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    this.storage.disable();
    return this;
  }
}
