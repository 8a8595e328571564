import { afterEach, describe, expect, it, jest } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  Module,
  Scope,
  type CallHandler,
  type ExecutionContext,
  type INestApplication,
  type ModuleMetadata,
  type NestInterceptor,
  type Type,
  type WsMessageHandler,
} from '@nestjs/common';
import { APP_INTERCEPTOR, ApplicationConfig, ExternalContextCreator, NestFactory } from '@nestjs/core';
import { MessagePattern, type MicroserviceOptions } from '@nestjs/microservices';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import type { Observable } from 'rxjs';
import { WebSocket } from 'ws';
import { PerformanceMonitorModule, type FingerprintSource, type PerformanceMonitorOptions } from '../../lib/index.js';
import { PerformanceInterceptor } from '../../lib/boundaries/performance.interceptor.js';
import { messageContext, MemoryTransport } from './support/memory-transport.js';
import { delay, PLATFORMS, TestApp, until } from './support/test-app.js';

const seen = (): { store: string } => ({ store: messageContext.getStore() ?? 'lost' });

@Controller('static')
class StaticController {
  @Get()
  async http(): Promise<string> {
    await delay(5);
    return 'static';
  }
  @Get('both')
  @MessagePattern('static')
  message() {
    return seen();
  }
}

@Controller({ path: 'scoped', scope: Scope.REQUEST })
class ScopedController {
  @Get()
  async http(): Promise<string> {
    await delay(5);
    return 'scoped';
  }
}

@Controller({ path: 'mixed', scope: Scope.REQUEST })
class MixedController {
  @Get()
  async http(): Promise<string> {
    await delay(5);
    return 'mixed';
  }
  @Get('both')
  @MessagePattern('scoped')
  message() {
    return seen();
  }
}

@WebSocketGateway()
class Gateway {
  @SubscribeMessage('gateway')
  message() {
    return { event: 'answer', data: seen() };
  }
}

@Injectable({ scope: Scope.REQUEST })
class ScopedState {}

@WebSocketGateway()
class ScopedGateway {
  constructor(readonly state: ScopedState) {}
  @SubscribeMessage('scoped gateway')
  message() {
    return { event: 'answer', data: seen() };
  }
}

class ContextAdapter extends WsAdapter {
  override bindMessageHandlers(client: never, handlers: WsMessageHandler[], transform: never): void {
    const bound = handlers.map(handler => ({
      ...handler,
      callback: (...args: unknown[]) =>
        messageContext.run('by the adapter', () => (handler.callback as (...each: unknown[]) => unknown)(...args)),
    }));
    super.bindMessageHandlers(client, bound as never, transform);
  }
}

function rootOf(metadata: ModuleMetadata): Type {
  class Root {}
  Module(metadata)(Root);
  return Root;
}

/** A fingerprint is asked for whenever something was slow, whatever becomes of the alert. */
const keeping = (handlers: (string | undefined)[]) => (source: FingerprintSource) => {
  handlers.push(source.handler);
  return source.name;
};

const controllers = [StaticController, ScopedController, MixedController];
const providers = [Gateway, ScopedGateway, ScopedState];

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
  const contextsOf = (app: TestApp): string[] => {
    const contexts: string[] = [];
    const interceptor = app.app.get(PerformanceInterceptor, { strict: false });
    const intercept = interceptor.intercept.bind(interceptor);
    jest.spyOn(interceptor, 'intercept').mockImplementation((context: ExecutionContext, next: CallHandler) => {
      contexts.push(`${context.getType()} ${context.getClass().name}.${context.getHandler().name}`);
      return intercept(context, next);
    });
    return contexts;
  };
  const overSocket = async (app: TestApp, event: string): Promise<unknown> => {
    const socket = new WebSocket(app.url.replace('http', 'ws'));
    await new Promise(resolve => socket.once('open', resolve));
    const answer = new Promise(resolve => socket.once('message', resolve));
    socket.send(JSON.stringify({ event, data: {} }));
    const { data } = JSON.parse(String(await answer)) as { data: unknown };
    socket.terminate();
    return data;
  };
  const connect = (app: INestApplication, inheritAppConfig = true): MemoryTransport => {
    const strategy = new MemoryTransport();
    app.connectMicroservice<MicroserviceOptions>({ strategy }, { inheritAppConfig });
    return strategy;
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

  it.each(PLATFORMS.flatMap(platform => [true, false].map(enabled => ({ platform, enabled }))))(
    'leaves gateways and transports as they are (%p)',
    async ({ platform, enabled }) => {
      const transports: MemoryTransport[] = [];
      const app = await start({ controllers, providers }, { enabled, threshold: 20 }, platform, host => {
        host.useWebSocketAdapter(new ContextAdapter(host));
        transports.push(connect(host), connect(host, false));
      });
      // Connected when everything runs.
      transports.push(connect(app.app), connect(app.app, false));
      const contexts = contextsOf(app);
      for (const event of ['gateway', 'scoped gateway'])
        expect([event, await overSocket(app, event)]).toEqual([event, { store: 'by the adapter' }]);
      for (const transport of transports)
        for (const pattern of ['static', 'scoped'])
          expect([pattern, await transport.ask(pattern)]).toEqual([pattern, { store: 'by the transport' }]);
      expect(contexts).toEqual([]);
      for (const path of ['static/both', 'mixed/both'])
        expect(await (await fetch(`${app.url}/${path}`)).json()).toEqual({ store: 'lost' });
      expect(contexts).toEqual(enabled ? ['http StaticController.message', 'http MixedController.message'] : []);
    },
  );

  it('leaves an application of messages alone as it is', async () => {
    const strategy = new MemoryTransport();
    const imports = [PerformanceMonitorModule.forRoot({ localFile: false })];
    const app = await NestFactory.createMicroservice<MicroserviceOptions>(rootOf({ imports, controllers }), {
      strategy,
      logger: false,
      abortOnError: false,
    });
    await app.listen();
    for (const pattern of ['static', 'scoped'])
      expect([pattern, await strategy.ask(pattern)]).toEqual([pattern, { store: 'by the transport' }]);
    await app.close();
  });

  it('stands before root resolvers of GraphQL, and before nothing else that Nest calls for others', async () => {
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

  it('is that of the first import which is switched on, and goes when the application closes', async () => {
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
