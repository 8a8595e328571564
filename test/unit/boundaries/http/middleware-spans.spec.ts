import { describe, expect, it } from '@jest/globals';
import type { ApplicationConfig, HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import type { MonitorLogger } from '../../../../lib/logging/monitor.logger.js';
import { MiddlewareSpans } from '../../../../lib/boundaries/http/middleware-spans.js';
import { RouteNames } from '../../../../lib/boundaries/http/route-name.js';
import type { TracerService } from '../../../../lib/tracing/tracer.service.js';

type Bind = (path: string, handler: unknown) => string;

interface Adapter {
  getType(): string;
  getInstance(): object;
  createMiddlewareFactory(method: number): Bind | Promise<Bind>;
}

const bind: Bind = path => `bound ${path}`;

function attached(adapter: Adapter): MiddlewareSpans {
  const config = { getGlobalFilters: () => [] } as unknown as ApplicationConfig;
  const host = { httpAdapter: adapter } as unknown as HttpAdapterHost;
  const [tracer, logger] = [{} as TracerService, {} as MonitorLogger];
  const modules = new Map() as unknown as ModulesContainer;
  const spans = new MiddlewareSpans(config, modules, host, tracer, new RouteNames(), logger);
  spans.attach('routes');
  return spans;
}

describe('MiddlewareSpans', () => {
  it('binds middleware also where the router can not be read, as in earlier versions of Express', () => {
    const adapter: Adapter = {
      getType: () => 'express',
      getInstance: () => ({
        get router(): never {
          throw new Error("'app.router' is deprecated!");
        },
      }),
      createMiddlewareFactory: () => bind,
    };
    const original = adapter.createMiddlewareFactory;
    const spans = attached(adapter);
    expect(adapter.createMiddlewareFactory).not.toBe(original);
    expect((adapter.createMiddlewareFactory(0) as Bind)('/x', () => undefined)).toBe('bound /x');
    spans.attach('init');
    expect(adapter.createMiddlewareFactory).toBe(original);
  });

  it('passes on the promise of an adapter that binds later', async () => {
    const later = Promise.resolve(bind);
    const adapter: Adapter = {
      getType: () => 'express',
      getInstance: () => ({}),
      createMiddlewareFactory: () => later,
    };
    attached(adapter);
    expect(adapter.createMiddlewareFactory(0)).toBe(later);
  });
});
