import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Ack, MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { Test } from '@nestjs/testing';
import { from, type Observable } from 'rxjs';
import { PerformanceMonitorModule, PerformanceMonitorService, SlowThreshold } from '../../lib/index.js';
import { AT_ONCE } from '../contracts/support/work.js';
import type { RuntimeVersions } from '../../lib/recorder/loop-refusal.js';
import { GatewayApp, summaryOf } from '../integration/support/gateway-app.js';
import {
  AwaitingAdapter,
  MemoryAdapter,
  WrappingAdapter,
  type MemoryClient,
} from '../integration/support/memory-sockets.js';
import { until } from '../integration/support/test-app.js';

const SUM = { command: 'sum' };
const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

@WebSocketGateway()
@SlowThreshold(AT_ONCE)
class NumbersGateway {
  constructor(private readonly monitor: PerformanceMonitorService) {}

  @SubscribeMessage(SUM as never)
  async sum(@MessageBody() numbers: number[]): Promise<number> {
    await this.monitor.profile('sum', turn);
    return numbers.reduce((a, b) => a + b, 0);
  }

  @SubscribeMessage('each')
  each(@MessageBody() numbers: number[]): Observable<number> {
    return from(numbers);
  }

  @SubscribeMessage('acknowledged')
  acknowledged(@Ack() answer: (value: unknown, isLast: boolean) => void): void {
    answer('by hand', false);
  }

  @SubscribeMessage('fails')
  async fails(): Promise<never> {
    await turn();
    throw new Error('on purpose');
  }
}

describe('the adapter of an application', () => {
  const open: GatewayApp[] = [];
  afterEach(async () => {
    for (const { app } of open.splice(0)) await app.close();
    jest.restoreAllMocks();
  });

  async function start(
    adapter: MemoryAdapter,
    options = {},
    versions?: RuntimeVersions,
  ): Promise<{ app: GatewayApp; client: MemoryClient }> {
    const app = await GatewayApp.start({ providers: [NumbersGateway] }, options, () => adapter, versions);
    open.push(app);
    return { app, client: adapter.connect() };
  }

  it('gets the answers, acknowledgements and errors that it gets without the monitor', async () => {
    const { app, client } = await start(new MemoryAdapter());
    expect(await client.ask(SUM, [1, 2])).toEqual([3]);
    expect(await client.ask('each', [1, 2])).toEqual([1, 2]);
    expect(await client.ask('acknowledged')).toEqual(['by hand', undefined]);
    expect(await client.ask('fails')).toEqual([undefined]);
    expect((await app.raised(4)).map(summaryOf)).toEqual([
      { kind: 'ws', name: 'ws {"command":"sum"}', handler: 'NumbersGateway.sum', outcome: 'ok', spans: ['sum'] },
      { kind: 'ws', name: 'ws each', handler: 'NumbersGateway.each', outcome: 'ok', spans: [] },
      { kind: 'ws', name: 'ws acknowledged', handler: 'NumbersGateway.acknowledged', outcome: 'ok', spans: [] },
      { kind: 'ws', name: 'ws fails', handler: 'NumbersGateway.fails', outcome: 'error', spans: [] },
    ]);
  });

  it.each([AwaitingAdapter, WrappingAdapter])('may use the promise of a handler in its own way (%p)', async Adapter => {
    const { app, client } = await start(new Adapter());
    expect(await client.ask(SUM, [1, 2])).toEqual([3]);
    expect(await client.ask('fails')).toEqual([undefined]);
    expect((await app.raised(2)).map(summaryOf)).toMatchObject([
      { name: 'ws {"command":"sum"}', outcome: 'ok', spans: ['sum'] },
      { name: 'ws fails', outcome: 'error' },
    ]);
  });

  it('may send the first value only', async () => {
    const adapter = new MemoryAdapter();
    const { app } = await start(adapter);
    const client = adapter.connect();
    const answers: unknown[] = [];
    client.emit('message', 'each', [1, 2], (answer: unknown) => {
      answers.push(answer);
      client.emit('disconnect');
    });
    expect((await app.raised(1)).map(summaryOf)).toMatchObject([{ name: 'ws each', outcome: 'ok' }]);
    expect(answers[0]).toBe(1);
  });

  it.each([
    [MemoryAdapter, 2],
    [AwaitingAdapter, 0],
  ])('is left alone where executions are only timed (%p)', async (Adapter, count) => {
    const { app, client } = await start(new Adapter(), {}, { node: '18.0.0' });
    expect(await client.ask(SUM, [1, 2])).toEqual([3]);
    expect(await client.ask('each', [1, 2])).toEqual(Adapter === MemoryAdapter ? [1, 2] : [expect.anything()]);
    await turn();
    const { executions, endpoints } = app.monitor.getStats();
    expect(executions).toBe(count);
    expect(endpoints.map(({ name }) => name).sort()).toEqual(count === 0 ? [] : ['ws each', 'ws {"command":"sum"}']);
  });

  it('has nothing of the monitor when the monitor is off', async () => {
    @WebSocketGateway()
    class QuietGateway {
      @SubscribeMessage('twice')
      twice(@MessageBody() value: number): number {
        return 2 * value;
      }
    }
    const adapter = new MemoryAdapter();
    const app = await GatewayApp.start({ providers: [QuietGateway] }, { enabled: false }, () => adapter);
    open.push(app);
    expect(Object.hasOwn(adapter, 'bindMessageHandlers')).toBe(false);
    expect(Reflect.hasMetadata('__exceptionFilters__', QuietGateway.prototype.twice)).toBe(false);
    expect(await adapter.connect().ask('twice', 2)).toEqual([4]);
  });

  it('keeps what other code has put over the monitor, which then only passes on', async () => {
    const adapter = new MemoryAdapter();
    const { app, client } = await start(adapter);
    const watched = adapter.bindMessageHandlers;
    adapter.bindMessageHandlers = (...args) => watched.apply(adapter, args);
    const over = adapter.bindMessageHandlers;
    await client.ask(SUM, [1, 2]);
    await until(() => app.monitor.getStats().executions === 1, 'one execution');
    await app.app.close();
    open.length = 0;
    expect(adapter.bindMessageHandlers).toBe(over);
    expect(await client.ask(SUM, [1, 2])).toEqual([3]);
    expect(await adapter.connect().ask(SUM, [3, 4])).toEqual([7]);
    expect(app.monitor.getStats().executions).toBe(1);
    expect(app.logger.ours()).toEqual([]);
  });

  it('has one filter more for each handler, however many testing modules were never closed', async () => {
    const filters = (): unknown => Reflect.getMetadata('__exceptionFilters__', NumbersGateway.prototype.fails);
    for (let compiled = 0; compiled < 3; compiled += 1)
      await Test.createTestingModule({
        imports: [PerformanceMonitorModule.forRoot({ localFile: false })],
        providers: [NumbersGateway],
      }).compile();
    expect(filters()).toHaveLength(1);
    const { app } = await start(new MemoryAdapter());
    expect(filters()).toHaveLength(1);
    await app.app.close();
    open.splice(0);
    expect(filters()).toHaveLength(1);
  });
});
