import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Catch,
  Controller,
  Get,
  Injectable,
  Scope,
  UseFilters,
  UseGuards,
  type ArgumentsHost,
  type CanActivate,
  type ExceptionFilter,
  type PipeTransform,
  type WsMessageHandler,
} from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import {
  BaseWsExceptionFilter,
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  WsException,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type WsResponse,
} from '@nestjs/websockets';
import { concat, concatMap, from, interval, map, of, throwError, type Observable } from 'rxjs';
import type { WebSocket } from 'ws';
import { PerformanceMonitorService, SkipMonitoring, SlowThreshold } from '../../lib/index.js';
import { AT_ONCE } from '../contracts/support/work.js';
import { GatewayApp, summaryOf } from '../integration/support/gateway-app.js';
import { until } from '../integration/support/test-app.js';

const seen: unknown[] = [];
const applicationContext = new AsyncLocalStorage<string>();
const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
const answer = (data: unknown): WsResponse => ({ event: 'answer', data });

@Injectable()
class Guard implements CanActivate {
  constructor(private readonly monitor: PerformanceMonitorService) {}
  async canActivate(): Promise<boolean> {
    await this.monitor.profile('guard', turn);
    return false;
  }
}

@Injectable()
class Pipe implements PipeTransform {
  constructor(private readonly monitor: PerformanceMonitorService) {}
  async transform(): Promise<never> {
    await this.monitor.profile('pipe', turn);
    throw new WsException('not valid');
  }
}

@Catch()
class KeepingFilter extends BaseWsExceptionFilter implements ExceptionFilter {
  override catch(exception: unknown, host: ArgumentsHost): void {
    seen.push(exception);
    super.catch(exception, host);
  }
}

@Catch(WsException)
class RethrowingFilter implements ExceptionFilter {
  catch(exception: WsException): never {
    seen.push('rethrown');
    throw exception;
  }
}

const THROWN = new WsException('no such order');

@WebSocketGateway()
@SlowThreshold(AT_ONCE)
class OrdersGateway {
  constructor(private readonly monitor: PerformanceMonitorService) {}

  @UseGuards(Guard)
  @SubscribeMessage('refused')
  refused(): void {
    seen.push('refused');
  }

  @SubscribeMessage('piped')
  piped(@MessageBody(Pipe) _data: unknown): void {
    seen.push('piped');
  }

  @UseFilters(KeepingFilter)
  @SubscribeMessage('throws')
  async throws(): Promise<never> {
    await this.monitor.profile('handler', turn);
    throw THROWN;
  }

  @SubscribeMessage('several')
  several(): Observable<WsResponse> {
    const { monitor } = this;
    return from([1, 2, 3]).pipe(
      concatMap(async value => {
        await monitor.profile(`value ${value}`, turn);
        return answer(value);
      }),
    );
  }

  @SubscribeMessage('endless')
  endless(): Observable<WsResponse> {
    return interval(1).pipe(map(value => answer(value)));
  }

  @SubscribeMessage('breaks')
  breaks(): Observable<WsResponse> {
    return concat(
      of(answer('first')),
      throwError(() => new WsException('broken')),
    );
  }

  @UseFilters(RethrowingFilter)
  @SubscribeMessage('rethrown')
  rethrown(): never {
    throw THROWN;
  }

  @SubscribeMessage('silent')
  async silent(): Promise<void> {
    await turn();
  }

  @SubscribeMessage('echo')
  async echo(@MessageBody() data: string): Promise<WsResponse> {
    await this.monitor.profile(data, turn);
    return answer(data);
  }
}

@WebSocketGateway({ path: '/first' })
class FirstGateway {
  @SlowThreshold('1h')
  @SubscribeMessage('same')
  create(): WsResponse {
    return answer('first');
  }
}

@WebSocketGateway({ path: '/second' })
class SecondGateway {
  @SlowThreshold(context => {
    const { getClient, getData, getPattern } = context.switchToWs();
    seen.push([context.getType(), context.getClass().name, context.getHandler().name, getData(), getPattern()]);
    seen.push(context.getArgByIndex(0) === getClient() && context.getArgs().length);
    return AT_ONCE;
  })
  @SubscribeMessage('same')
  update(@ConnectedSocket() client: unknown): WsResponse {
    seen.push(client !== undefined);
    return answer('second');
  }
}

@WebSocketGateway()
@SlowThreshold(AT_ONCE)
class GreetingGateway implements OnGatewayConnection, OnGatewayDisconnect {
  constructor(private readonly monitor: PerformanceMonitorService) {}

  async handleConnection(client: WebSocket): Promise<void> {
    await this.monitor.profile('connected', turn);
    client.send(JSON.stringify(answer('welcome')));
  }

  handleDisconnect(): void {
    seen.push('left');
  }

  @SubscribeMessage('greet')
  greet(): WsResponse {
    return answer('hello');
  }
}

@WebSocketGateway()
@SkipMonitoring()
@SlowThreshold(AT_ONCE)
class SkippedGateway {
  @SubscribeMessage('skipped')
  skipped(): WsResponse {
    return answer('skipped');
  }
}

@Injectable({ scope: Scope.REQUEST })
class State {}

@WebSocketGateway()
@SlowThreshold(AT_ONCE)
class ScopedGateway {
  constructor(
    readonly state: State,
    private readonly monitor: PerformanceMonitorService,
  ) {}

  @SubscribeMessage('scoped')
  async scoped(): Promise<WsResponse> {
    await this.monitor.profile('scoped', turn);
    return answer(this.state instanceof State);
  }
}

@WebSocketGateway()
@SlowThreshold(AT_ONCE)
class ContextGateway {
  @SubscribeMessage('context')
  async context(): Promise<WsResponse> {
    await turn();
    return answer(applicationContext.getStore() ?? 'lost');
  }
}

@Controller()
@SlowThreshold(AT_ONCE)
class OrdersController {
  @Get('orders')
  find(): Promise<string> {
    return turn().then(() => 'orders');
  }
}

/** The application's own: it calls each handler in a context. */
class ContextAdapter extends WsAdapter {
  override bindMessageHandlers(client: never, handlers: WsMessageHandler[], transform: never): void {
    const bound = handlers.map(handler => ({
      ...handler,
      callback: (...args: unknown[]) =>
        applicationContext.run('by the adapter', () => (handler.callback as (...each: unknown[]) => unknown)(...args)),
    }));
    super.bindMessageHandlers(client, bound as never, transform);
  }
}

describe('messages to gateways', () => {
  const open: GatewayApp[] = [];
  afterEach(async () => {
    for (const { app } of open.splice(0)) await app.close();
    seen.length = 0;
  });

  const start = async (...args: Parameters<typeof GatewayApp.start>): Promise<GatewayApp> => {
    const app = await GatewayApp.start(...args);
    open.push(app);
    return app;
  };
  const orders = { providers: [OrdersGateway, Guard, Pipe] };

  it('are executions also when a guard refuses them, a pipe fails or the handler throws', async () => {
    const app = await start(orders);
    const client = await app.connect();
    const told: unknown[] = [];
    for (const [place, event] of ['refused', 'piped', 'throws'].entries()) {
      client.send(event);
      told.push((await client.atLeast(place + 1))[place]);
    }
    expect(told).toMatchObject([
      { event: 'exception', data: { message: 'Forbidden resource' } },
      { event: 'exception', data: { message: 'not valid' } },
      { event: 'exception', data: { message: 'no such order' } },
    ]);
    const raised = await app.raised(3);
    expect(raised.map(summaryOf)).toEqual([
      { kind: 'ws', name: 'ws refused', handler: 'OrdersGateway.refused', outcome: 'error', spans: ['guard'] },
      { kind: 'ws', name: 'ws piped', handler: 'OrdersGateway.piped', outcome: 'error', spans: ['pipe'] },
      { kind: 'ws', name: 'ws throws', handler: 'OrdersGateway.throws', outcome: 'error', spans: ['handler'] },
    ]);
    expect(seen).toEqual([THROWN]);
    expect(seen[0]).toBe(THROWN);
    expect(app.logger.ours()).toEqual([]);
  });

  it('last until all values are sent', async () => {
    const app = await start(orders);
    const client = await app.connect();
    client.send('several');
    expect(await client.atLeast(3)).toEqual([1, 2, 3].map(answer));
    expect((await app.raised(1)).map(summaryOf)).toEqual([
      {
        kind: 'ws',
        name: 'ws several',
        handler: 'OrdersGateway.several',
        outcome: 'ok',
        spans: ['value 1', 'value 2', 'value 3'],
      },
    ]);
    client.send('silent');
    expect((await app.raised(2)).map(summaryOf)[1]).toMatchObject({ name: 'ws silent', outcome: 'ok' });
    expect(client.received).toHaveLength(3);
  });

  it('have the outcome of an Observable that fails, and of a filter that throws', async () => {
    const app = await start(orders);
    const client = await app.connect();
    client.send('breaks');
    expect(await client.atLeast(2)).toMatchObject([
      answer('first'),
      { event: 'exception', data: { message: 'broken' } },
    ]);
    client.send('rethrown');
    expect((await app.raised(2)).map(summaryOf)).toMatchObject([
      { name: 'ws breaks', outcome: 'error' },
      { name: 'ws rethrown', outcome: 'error' },
    ]);
    expect(seen).toEqual(['rethrown']);
    expect(client.received).toHaveLength(2);
  });

  it('begin with a message: connections are none', async () => {
    const app = await start({ providers: [GreetingGateway] });
    const client = await app.connect();
    expect(await client.atLeast(1)).toEqual([answer('welcome')]);
    client.send('greet');
    expect(await client.atLeast(2)).toEqual([answer('welcome'), answer('hello')]);
    client.leave();
    await until(() => seen.length > 0, 'the disconnection');
    expect((await app.raised(1)).map(summaryOf)).toEqual([
      { kind: 'ws', name: 'ws greet', handler: 'GreetingGateway.greet', outcome: 'ok', spans: [] },
    ]);
    expect(
      app.monitor
        .getStats()
        .endpoints.map(({ kind, name }) => `${kind} ${name}`)
        .sort(),
    ).toEqual(['function connected', 'ws ws greet']);
    expect(seen).toEqual(['left']);
  });

  it('are aborted when their client leaves', async () => {
    const app = await start(orders);
    const client = await app.connect();
    client.send('endless');
    await client.atLeast(3);
    client.leave();
    expect((await app.raised(1)).map(summaryOf)).toMatchObject([{ name: 'ws endless', outcome: 'aborted' }]);
  });

  it('have the handler of their own gateway, where several have the same message', async () => {
    const app = await start({ providers: [FirstGateway, SecondGateway] });
    for (const path of ['first', 'second', 'first']) {
      const client = await app.connect(`/${path}`);
      client.send('same', 'data');
      expect(await client.atLeast(1)).toEqual([answer(path)]);
    }
    await until(() => app.monitor.getStats().executions === 3, 'three executions');
    const raised = await app.raised(1);
    expect(raised.map(each => ({ ...summaryOf(each), thresholdMs: each.execution.thresholdMs }))).toEqual([
      { kind: 'ws', name: 'ws same', handler: 'SecondGateway.update', outcome: 'ok', spans: [], thresholdMs: AT_ONCE },
    ]);
    expect(seen).toEqual([['ws', 'SecondGateway', 'update', 'data', 'same'], 4, true]);
  });

  it('follow the decorators of the class, and the patterns', async () => {
    const app = await start({ providers: [...orders.providers, SkippedGateway] }, { exclude: ['^ws several$'] });
    const client = await app.connect();
    for (const [event, count] of [
      ['skipped', 1],
      ['several', 4],
      ['echo', 5],
    ] as const) {
      client.send(event, 'said');
      await client.atLeast(count);
    }
    expect((await app.raised(1)).map(summaryOf)).toMatchObject([{ name: 'ws echo', spans: ['said'] }]);
    expect(app.monitor.getStats().executions).toBe(3);
  });

  it('run in request-scoped gateways, too', async () => {
    const app = await start({ providers: [ScopedGateway, State] });
    const client = await app.connect();
    client.send('scoped');
    expect(await client.atLeast(1)).toEqual([answer(true)]);
    expect((await app.raised(1)).map(summaryOf)).toEqual([
      { kind: 'ws', name: 'ws scoped', handler: 'ScopedGateway.scoped', outcome: 'ok', spans: ['scoped'] },
    ]);
  });

  it("keep the async context of the application's own adapter", async () => {
    const app = await start({ providers: [ContextGateway] }, {}, host => new ContextAdapter(host));
    const client = await app.connect();
    client.send('context');
    expect(await client.atLeast(1)).toEqual([answer('by the adapter')]);
    expect((await app.raised(1)).map(summaryOf)).toMatchObject([{ name: 'ws context', outcome: 'ok' }]);
  });

  it('and HTTP requests beside them stay apart', async () => {
    const app = await start({ ...orders, controllers: [OrdersController] });
    const client = await app.connect();
    const requests = [];
    for (let n = 0; n < 5; n += 1) {
      client.send('echo', `message ${n}`);
      requests.push(fetch(`${app.http}/orders`).then(response => response.text()));
    }
    expect(await Promise.all(requests)).toEqual(Array(5).fill('orders'));
    await client.atLeast(5);
    const raised = (await app.raised(10)).map(summaryOf);
    expect(raised.filter(({ kind }) => kind === 'http').map(({ name, spans }) => [name, spans])).toEqual(
      Array.from({ length: 5 }, () => ['GET /orders', []]),
    );
    expect(raised.filter(({ kind }) => kind === 'ws').map(({ spans }) => spans)).toEqual(
      Array.from({ length: 5 }, (_, n) => [`message ${n}`]),
    );
  });

  it('of one client run at the same time, apart and in order', async () => {
    const app = await start(orders);
    const client = await app.connect();
    const texts = Array.from({ length: 20 }, (_, n) => `message ${n}`);
    for (const text of texts) client.send('echo', text);
    expect(await client.atLeast(20)).toEqual(texts.map(answer));
    expect((await app.raised(20)).map(summaryOf).map(({ spans }) => spans)).toEqual(texts.map(text => [text]));
  });
});
