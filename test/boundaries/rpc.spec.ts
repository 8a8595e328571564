import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import { EventPattern, MessagePattern, Payload, Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { Test, type TestingModule } from '@nestjs/testing';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { AddressInfo, Server as NetServer } from 'node:net';
import {
  PerformanceMonitorModule,
  PerformanceMonitorService,
  SlowThreshold,
  type PerformanceMonitorOptions,
} from '../../lib/index.js';
import { SLOW_EXECUTIONS } from '../../lib/tracing/ports.interface.js';
import { spanStorage } from '../../lib/tracing/execution-context.js';
import { Barrier } from '../contracts/support/barrier.js';
import { SlowKeeper, type Raised } from '../contracts/support/slow-keeper.js';
import { AT_ONCE } from '../contracts/support/work.js';
import { caught, messagesMetadata, PLANTED, Steps } from '../integration/support/messages-controller.js';
import { answersOf, serversOf, tcpClient, tcpServer, type TcpServer } from '../integration/support/tcp-server.js';
import { LineLogger, until } from '../integration/support/test-app.js';
import { TopicTransport } from '../integration/support/topic-transport.js';

type Hook = (transport: unknown, context: unknown, done: () => unknown) => unknown;

const held: string[] = [];
let gate = new Barrier(Infinity);

@Controller()
@SlowThreshold(AT_ONCE)
class TopicsController {
  @EventPattern('orders.*')
  order(_data: unknown): void {
    // Each event of an order comes here.
  }
  @MessagePattern('report')
  report(): unknown {
    return { toJSON: () => spanStorage.getStore()?.execution.name ?? 'lost' };
  }
  @EventPattern('held')
  async held(@Payload() id: string): Promise<void> {
    held.push(id);
    await gate.visit();
    held.push(`${id} released`);
  }
}

describe('messages', () => {
  const logger = new LineLogger();
  const closing: (() => Promise<unknown>)[] = [];
  let keeper: SlowKeeper;
  let module: TestingModule;

  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    logger.lines.length = 0;
    caught.length = 0;
  });

  async function compile(options: PerformanceMonitorOptions = {}): Promise<TestingModule> {
    keeper = new SlowKeeper();
    module = await Test.createTestingModule({
      ...messagesMetadata,
      controllers: [...messagesMetadata.controllers, TopicsController],
      imports: [PerformanceMonitorModule.forRoot({ threshold: '1h', localFile: false, ...options })],
    })
      .overrideProvider(SLOW_EXECUTIONS)
      .useValue(keeper)
      .setLogger(logger)
      .compile();
    return module;
  }

  async function start(
    options: PerformanceMonitorOptions = {},
    prepare?: Parameters<typeof tcpServer>[1],
  ): Promise<TcpServer> {
    const tcp = await tcpServer(await compile(options), prepare);
    closing.push(() => tcp.close());
    return tcp;
  }

  const stats = () => module.get(PerformanceMonitorService, { strict: false }).getStats();
  const stepsIn = ({ recording }: Raised): string[] => recording.spans.map(({ name }) => name).filter(isStep);
  const isStep = (name: string): boolean => name === 'Steps.step';

  it('are named by the pattern of their handler, with its class and method', async () => {
    const { ask, tell } = await start();
    expect(await ask({ cmd: 'math', op: 'sum' }, [1, 2])).toEqual({ values: [3] });
    await tell('orders.created', 'a');
    expect(await ask('scoped', 1)).toEqual({ values: ['scoped'] });
    const raised = await keeper.atLeast(3);
    expect(raised.map(({ execution: { kind, name, handler, outcome } }) => [kind, name, handler, outcome])).toEqual([
      ['rpc', 'rpc {"cmd":"math","op":"sum"}', 'MessagesController.sum', 'ok'],
      ['rpc', 'event orders.created', 'MessagesController.created', 'ok'],
      ['rpc', 'rpc scoped', 'ScopedMessagesController.scoped', 'ok'],
    ]);
    expect(module.get(Steps).taken).toEqual(['created a', 'created too a', 'scoped']);
    expect(raised.map(stepsIn).map(({ length }) => length)).toEqual([0, 2, 1]);
  });

  it('of invented patterns are bounded by the patterns of the code', async () => {
    await compile();
    const app = module.createNestApplication(new ExpressAdapter());
    const strategy = new TopicTransport();
    app.connectMicroservice<MicroserviceOptions>({ strategy });
    await app.startAllMicroservices();
    await app.init();
    closing.push(() => app.close());
    for (let n = 0; n < 10_000; n += 1) await strategy.publish(`orders.invented-${n}`, {});
    for (let n = 0; n < 10_000; n += 1) await strategy.publish(`unknown-${n}`, {});
    expect(stats()).toMatchObject({ executions: 10_000, endpoints: [{ kind: 'rpc', name: 'event orders.*' }] });
    // A transport that calls no hooks.
    expect(await strategy.getHandlerByPattern('orders.direct')?.({})).toBeUndefined();
    expect(stats().executions).toBe(10_001);
    strategy.fallback = () => 'taken';
    for (let n = 0; n < 100; n += 1) await strategy.publish(`unknown-${n}`, {});
    expect(
      stats()
        .endpoints.map(({ name }) => name)
        .sort(),
    ).toEqual(['event orders.*', 'rpc (unmatched)']);
    expect(logger.ours()).toEqual([]);
  });

  it('without a handler are no executions', async () => {
    const { ask } = await start();
    for (let n = 0; n < 20; n += 1) expect(await ask(`invented ${n}`, 1)).toMatchObject({ values: [] });
    expect(stats().executions).toBe(0);
  });

  it('of a hybrid application are kept apart from its requests, on each server', async () => {
    await compile();
    const app = module.createNestApplication(new ExpressAdapter());
    const tcp = { transport: Transport.TCP, options: { host: '127.0.0.1', port: 0 } } as const;
    app.connectMicroservice<MicroserviceOptions>(tcp);
    app.connectMicroservice<MicroserviceOptions>(tcp, { inheritAppConfig: true });
    await app.startAllMicroservices();
    await app.listen(0, '127.0.0.1');
    // Connected when everything runs.
    await app.connectMicroservice<MicroserviceOptions>(tcp).listen();
    const clients = app.getMicroservices().map(each => tcpClient(portOf(each.unwrap<NetServer>())));
    closing.push(() => app.close(), ...clients.map(client => async () => client.close()));
    const { port } = app.getHttpServer().address() as AddressInfo;
    const asked = clients.map(client => answersOf(client, 'staged', 'a'));
    const pages = clients.map(async () => (await fetch(`http://127.0.0.1:${port}/page`)).text());
    expect(await Promise.all([...asked, ...pages])).toEqual([
      ...clients.map(() => ({ values: ['a'] })),
      ...clients.map(() => 'page'),
    ]);
    const raised = await keeper.atLeast(2 * clients.length);
    const found = raised.map(each => `${each.execution.kind} ${each.execution.name} ${stepsIn(each).length}`).sort();
    expect(found).toEqual([...clients.map(() => 'http GET /page 1'), ...clients.map(() => 'rpc rpc staged 4')]);
  });

  it('end with their last answer, with guards, pipes, interceptors and emissions in their context', async () => {
    const { ask } = await start();
    expect(await ask('staged', 'a')).toEqual({ values: ['a'] });
    expect(module.get(Steps).taken).toEqual(['interceptor', 'pipe', 'handler', 'emission']);
    expect(await ask('counted', 1)).toEqual({ values: [0, 1, 2] });
    const [staged, counted] = await keeper.atLeast(2);
    expect(stepsIn(staged as Raised)).toHaveLength(4);
    expect(staged?.recording.spans.every(({ ended }) => ended)).toBe(true);
    expect(counted?.execution).toMatchObject({ name: 'rpc counted', outcome: 'ok' });
    expect(counted?.execution.durationMs).toBeGreaterThanOrEqual(2);
  });

  it('pass errors of handlers, guards and pipes on, and note them', async () => {
    const { ask, tell } = await start();
    const error = PLANTED.getError();
    expect(await ask('throws', 1)).toMatchObject({ error: { message: error } });
    expect(await ask('guarded', 1)).toMatchObject({ error: { message: 'Forbidden resource' } });
    expect(await ask('piped', 'refused')).toMatchObject({ error: { message: error } });
    expect(await ask('broken off', 1)).toMatchObject({ error: { message: error } });
    await tell('orders.lost', 1);
    await keeper.atLeast(5);
    expect(await ask('recovers', 1)).toEqual({ values: ['recovered'] });
    expect(caught[0]).toBe(PLANTED);
    const raised = await keeper.atLeast(6);
    expect(raised.map(({ execution: { name, outcome } }) => [name, outcome])).toEqual([
      ['rpc throws', 'error'],
      ['rpc guarded', 'error'],
      ['rpc piped', 'error'],
      ['rpc broken off', 'error'],
      ['event orders.lost', 'error'],
      ['rpc recovers', 'ok'],
    ]);
    expect(raised.map(stepsIn).map(({ length }) => length)).toEqual([0, 1, 1, 0, 0, 0]);
    expect(logger.ours()).toEqual([]);
  });

  it('follow decorators and patterns', async () => {
    const { ask } = await start({ exclude: ['rpc piped'] });
    expect(await ask('patient', 1)).toEqual({ values: [[1, 3]] });
    expect(await ask('patient', 2)).toEqual({ values: [[2, 3]] });
    await ask('skipped', 1);
    await ask('piped', 1);
    await ask('counted', 1);
    const raised = await keeper.atLeast(2);
    expect(raised.map(({ execution }) => execution.name)).toEqual(['rpc patient', 'rpc counted']);
    expect(stats().executions).toBe(5);
    expect(logger.ours()).toEqual([]);
  });

  it("leave the application's own hooks as they are", async () => {
    const calls: string[] = [];
    const start$: Hook = (_transport, _context, done) => {
      calls.push('start');
      return done();
    };
    const tcp = await start({}, server => {
      server.setOnProcessingStartHook(start$ as never);
      server.setOnProcessingEndHook(() => calls.push('end'));
    });
    expect(await tcp.ask('staged', 'a')).toEqual({ values: ['a'] });
    await tcp.tell('orders.created', 'a');
    await keeper.atLeast(2);
    await until(() => calls.length === 4, 'both messages');
    expect(calls).toEqual(['start', 'end', 'start', 'end']);
    // Replaced later: messages are still watched. A hook may wait, and may refuse a message.
    const patient: Hook = async (_transport, context, done) => {
      await new Promise(resolve => setImmediate(resolve));
      if ((context as { getPattern(): string }).getPattern() === 'skipped') return undefined;
      return done();
    };
    tcp.server.setOnProcessingStartHook(patient as never);
    await tcp.tell('skipped', 'a');
    expect(await tcp.ask('staged', 'b')).toEqual({ values: ['b'] });
    const raised = await keeper.atLeast(3);
    expect(raised.map(each => stepsIn(each).length)).toEqual([4, 2, 4]);
    expect(stats().executions).toBe(3);
  });

  it('are watched below a hook of the application that waits or refuses', async () => {
    const patient: Hook = async (_transport, context, done) => {
      await new Promise(resolve => setImmediate(resolve));
      if ((context as { getPattern(): string }).getPattern() === 'skipped') return undefined;
      return done();
    };
    const { ask, tell } = await start({}, server => server.setOnProcessingStartHook(patient as never));
    await tell('skipped', 1);
    expect(await Promise.all(['a', 'b'].map(id => ask('staged', id)))).toEqual([{ values: ['a'] }, { values: ['b'] }]);
    const raised = await keeper.atLeast(2);
    expect(raised.map(each => stepsIn(each).length)).toEqual([4, 4]);
    expect(stats().executions).toBe(2);
  });

  it('have their answers serialized in their context', async () => {
    const { ask } = await start();
    expect(await ask('report', 1)).toEqual({ values: ['rpc report'] });
  });

  it('in flight end by themselves after the application has closed', async () => {
    const tcp = await start();
    gate = new Barrier(Infinity);
    await tcp.tell('held', 'a');
    await gate.firstVisit;
    await tcp.close();
    closing.length = 0;
    expect(tcp.hooks()).toEqual([]);
    gate.open();
    await until(() => held.length === 2 && stats().executions === 1, 'the end of the handler');
    expect(held).toEqual(['a', 'a released']);
    expect(logger.ours()).toEqual([]);
  });

  it('are left alone with `enabled: false`', async () => {
    const { ask, hooks } = await start({ enabled: false });
    expect(hooks()).toEqual([]);
    expect(await ask('staged', 'a')).toEqual({ values: ['a'] });
    expect(stats().executions).toBe(0);
  });

  it('have their hooks on all servers while the application runs', async () => {
    const { hooks, server } = await start();
    expect(serversOf(module)).toEqual([server]);
    expect(hooks()).toEqual(['look-up of handlers', 'start hook']);
  });
});

function portOf(server: NetServer): number {
  return (server.address() as AddressInfo).port;
}
