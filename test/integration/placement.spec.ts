import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Injectable, Scope, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { APP_INTERCEPTOR, ApplicationConfig, ExternalContextCreator, NestFactory } from '@nestjs/core';
import type { Observable } from 'rxjs';
import { PerformanceMonitorModule, type FingerprintSource, type PerformanceMonitorOptions } from '../../lib/index.js';
import { PerformanceInterceptor } from '../../lib/boundaries/http/performance.interceptor.js';
import { contextsOf, controllers, rootOf } from './support/both-kinds.js';
import { PLATFORMS, TestApp, until } from './support/test-app.js';

/** The fingerprint function is called for each slow execution, with or without an alert. */
const keeping = (handlers: (string | undefined)[]) => (source: FingerprintSource) => {
  handlers.push(source.handler);
  return source.name;
};

describe('the interceptor', () => {
  const open: TestApp[] = [];
  afterEach(async () => {
    for (const app of open.splice(0)) await app.close();
  });

  const start = async (...args: Parameters<typeof TestApp.start>): Promise<TestApp> => {
    const app = await TestApp.start(...args);
    open.push(app);
    return app;
  };
  it.each(PLATFORMS)('stands before handlers of HTTP, also of request-scoped controllers (%s)', async platform => {
    const handlers: (string | undefined)[] = [];
    const app = await start({ controllers }, { threshold: 1, fingerprint: keeping(handlers) }, platform);
    const contexts = contextsOf(app);
    for (const path of ['static', 'scoped', 'mixed'])
      expect(await (await fetch(`${app.url}/${path}`)).text()).toBe(path);
    const expected = ['StaticController.http', 'ScopedController.http', 'MixedController.http'];
    expect(contexts).toEqual(expected.map(handler => `http ${handler}`));
    await until(() => handlers.length === 3, 'three slow requests');
    expect(handlers).toEqual(expected);
  });

  it.each(['static', 'scoped'])('is outside all others (%s)', async path => {
    const order: string[] = [];
    const named = (name: string, scope: Scope) => {
      class Named implements NestInterceptor {
        intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
          order.push(name);
          return next.handle();
        }
      }
      Injectable({ scope })(Named);
      return Named;
    };
    const Global = named('APP_INTERCEPTOR', Scope.DEFAULT);
    const PerRequest = named('request-scoped APP_INTERCEPTOR', Scope.REQUEST);
    const Used = named('useGlobalInterceptors', Scope.DEFAULT);
    const app = await start(
      {
        controllers,
        providers: [
          { provide: APP_INTERCEPTOR, useClass: Global },
          ...(path === 'scoped' ? [{ provide: APP_INTERCEPTOR, useClass: PerRequest }] : []),
        ],
      },
      {},
      'express',
      host => host.useGlobalInterceptors(new Used()),
    );
    const interceptor = app.app.get(PerformanceInterceptor, { strict: false });
    const intercept = interceptor.intercept.bind(interceptor);
    jest.spyOn(interceptor, 'intercept').mockImplementation((...args) => {
      order.push('ours');
      return intercept(...args);
    });
    await fetch(`${app.url}/${path}`);
    expect(order).toEqual([
      'ours',
      'APP_INTERCEPTOR',
      'useGlobalInterceptors',
      ...(path === 'scoped' ? ['request-scoped APP_INTERCEPTOR'] : []),
    ]);
  });

  it('stands before root resolvers of GraphQL, and before no other handler of external contexts', async () => {
    const app = await start({ controllers });
    const contexts = contextsOf(app);
    const external = app.app.get(ExternalContextCreator, { strict: false });
    class Resolver {
      field(): string {
        return 'answer';
      }
    }
    const resolver = new Resolver();
    const way = (options: object | undefined, type: string) =>
      external.create(resolver, resolver.field, 'field', '', undefined, undefined, undefined, options as never, type);
    expect(await way(undefined, 'graphql')()).toBe('answer');
    expect(contexts).toEqual(['graphql Resolver.field']);
    expect(await way({ interceptors: true, guards: true, filters: true }, 'graphql')()).toBe('answer');
    expect(await way(undefined, 'necord')()).toBe('answer');
    expect(await way(undefined, 'http')()).toBe('answer');
    expect(contexts).toHaveLength(1);
  });

  it('belongs to the first import that is switched on, and is removed when the application closes', async () => {
    const handlers: { first: (string | undefined)[]; second: (string | undefined)[] } = { first: [], second: [] };
    const monitor = (options: PerformanceMonitorOptions) =>
      PerformanceMonitorModule.forRoot({ localFile: false, threshold: 1, ...options });
    const imports = [
      monitor({ enabled: false }),
      monitor({ fingerprint: keeping(handlers.first) }),
      monitor({ fingerprint: keeping(handlers.second) }),
    ];
    const app = await NestFactory.create(rootOf({ imports, controllers }), { logger: false, abortOnError: false });
    await app.listen(0, '127.0.0.1');
    const external = app.get(ExternalContextCreator, { strict: false });
    const config = app.get(ApplicationConfig, { strict: false });
    await fetch(`${await app.getUrl()}/static`);
    await until(() => handlers.first.length === 1, 'a slow request');
    expect(handlers).toEqual({ first: ['StaticController.http'], second: [] });
    expect(Object.hasOwn(external, 'create')).toBe(true);
    await app.close();
    expect(Object.hasOwn(external, 'create')).toBe(false);
    expect(Object.keys(Object.getOwnPropertyDescriptors(config)).filter(key => key.startsWith('get'))).toEqual([]);
  });
});
