import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { Metadata } from '@grpc/grpc-js';
import { Controller, Injectable, UseGuards } from '@nestjs/common';
import { GrpcMethod, GrpcStreamCall, GrpcStreamMethod, RpcException } from '@nestjs/microservices';
import { Test, type TestingModule } from '@nestjs/testing';
import { ExpressAdapter } from '@nestjs/platform-express';
import { concatMap, from, lastValueFrom, map, NEVER, Subject, throwError, toArray, type Observable } from 'rxjs';
import {
  PerformanceMonitorModule,
  PerformanceMonitorService,
  SlowThreshold,
  type PerformanceMonitorOptions,
} from '../../lib/index.js';
import { spanStorage } from '../../lib/tracing/execution-context.js';
import { SLOW_EXECUTIONS } from '../../lib/tracing/ports.interface.js';
import { SlowKeeper, type Raised } from '../contracts/support/slow-keeper.js';
import { AT_ONCE } from '../contracts/support/work.js';
import { grpcClient, grpcOptions, type GrpcServerOptions } from '../integration/support/grpc-server.js';
import { RefusingGuard, Steps } from '../integration/support/messages-controller.js';
import { LineLogger, until } from '../integration/support/test-app.js';

interface Message {
  readonly id: string;
}

/** The used part of a duplex call of gRPC. */
interface DuplexCall {
  on(event: string, listener: (message: Message) => void): unknown;
  write(message: Message): unknown;
  end(): unknown;
}

interface Streams {
  listed(message: Message): Observable<Message>;
  listedBadly(message: Message): Observable<Message>;
  gathered(messages: Observable<Message>): Observable<{ units: number }>;
  echoed(messages: Observable<Message>): Observable<Message>;
  passed(messages: Observable<Message>): Observable<Message>;
  guarded(message: Message): Observable<Message>;
  unserializable(message: Message): Observable<Message>;
  never(message: Message): Observable<Message>;
}

/** A message with the id `a`, as gRPC frames it: not compressed, three bytes. */
const UNIT_A = Buffer.from([0, 0, 0, 0, 3, 0x0a, 1, 0x61]);

const contexts: (string | undefined)[] = [];
const here = (): number => contexts.push(spanStorage.getStore()?.execution.name);

@Injectable()
class Calls {
  passed: DuplexCall | undefined = undefined;
}

@Controller()
@SlowThreshold(AT_ONCE)
class StreamsController {
  constructor(
    private readonly steps: Steps,
    private readonly calls: Calls,
  ) {}

  @GrpcMethod('Streams', 'Listed')
  listed({ id }: Message): Observable<Message> {
    return from(['1', '2', '3']).pipe(
      concatMap(each => this.steps.step(id + each)),
      map(made => ({ id: made })),
    );
  }

  @GrpcMethod('Streams', 'ListedBadly')
  listedBadly(): Observable<Message> {
    return throwError(() => new RpcException('planted'));
  }

  @GrpcStreamMethod('Streams', 'Gathered')
  gathered(messages: Observable<Message>): Observable<{ units: number }> {
    return messages.pipe(
      concatMap(({ id }) => this.steps.step(id)),
      toArray(),
      map(({ length }) => ({ units: length })),
    );
  }

  @GrpcStreamMethod('Streams', 'Echoed')
  echoed(messages: Observable<Message>): Observable<Message> {
    return messages.pipe(
      map(({ id }) => {
        here();
        return { id };
      }),
    );
  }

  @GrpcStreamCall('Streams', 'Passed')
  passed(call: DuplexCall): void {
    this.calls.passed = call;
    call.on('data', ({ id }) => {
      here();
      call.write({ id });
    });
    call.on('end', () => call.end());
  }

  @GrpcMethod('Streams', 'Guarded')
  @UseGuards(RefusingGuard)
  guarded(message: Message): Message {
    return message;
  }

  /** A forgotten `return`. */
  @GrpcMethod('Streams', 'Unserializable')
  unserializable(): void {
    here();
  }

  @GrpcMethod('Streams', 'Never')
  never(): Observable<Message> {
    here();
    return NEVER;
  }
}

describe('calls over gRPC', () => {
  const logger = new LineLogger();
  const closing: (() => Promise<unknown>)[] = [];
  let keeper: SlowKeeper;
  let module: TestingModule;
  let url: string;

  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    logger.lines.length = 0;
    contexts.length = 0;
  });

  async function compile(options: PerformanceMonitorOptions = {}): Promise<TestingModule> {
    keeper = new SlowKeeper();
    module = await Test.createTestingModule({
      imports: [PerformanceMonitorModule.forRoot({ threshold: '1h', localFile: false, ...options })],
      controllers: [StreamsController],
      providers: [Steps, Calls],
    })
      .overrideProvider(SLOW_EXECUTIONS)
      .useValue(keeper)
      .setLogger(logger)
      .compile();
    return module;
  }

  async function start(options: PerformanceMonitorOptions = {}): Promise<Streams> {
    await compile(options);
    const grpc = await grpcOptions();
    url = grpc.options.url ?? '';
    const app = module.createNestMicroservice(grpc);
    await app.listen();
    closing.push(() => app.close());
    return serviceOf(grpc);
  }

  function serviceOf(grpc: GrpcServerOptions): Streams {
    const client = grpcClient(grpc);
    closing.push(async () => client.close());
    return client.getService<Streams>('Streams');
  }

  const all = (answers: Observable<Message>): Promise<string[]> =>
    lastValueFrom(
      answers.pipe(
        map(({ id }) => id),
        toArray(),
      ),
    );
  const stepsIn = ({ recording }: Raised): number => recording.spans.filter(({ name }) => name === 'Steps.step').length;
  const shown = ({ execution: { kind, name, handler, outcome } }: Raised): unknown => [kind, name, handler, outcome];

  it('last until the end of the stream of their answers', async () => {
    const { listed } = await start();
    expect(await all(listed({ id: 'a' }))).toEqual(['a1', 'a2', 'a3']);
    const [raised] = await keeper.atLeast(1);
    expect(raised && shown(raised)).toEqual(['rpc', 'rpc units.v1.Streams/Listed', 'StreamsController.listed', 'ok']);
    expect(raised && stepsIn(raised)).toBe(3);
    expect(raised?.recording.spans.every(({ ended }) => ended)).toBe(true);
  });

  it('have failed when the stream of their answers does', async () => {
    const { listedBadly } = await start();
    await expect(all(listedBadly({ id: 'a' }))).rejects.toThrow('planted');
    const [raised] = await keeper.atLeast(1);
    expect(raised?.execution).toMatchObject({ name: 'rpc units.v1.Streams/ListedBadly', outcome: 'error' });
  });

  it('have the messages of a stream in their context, also when these come later', async () => {
    const { gathered, echoed } = await start();
    const messages = new Subject<Message>();
    const gathering = lastValueFrom(gathered(messages));
    for (const id of ['a', 'b']) messages.next({ id });
    await until(() => module.get(Steps).taken.length === 2, 'two messages');
    messages.next({ id: 'c' });
    messages.complete();
    expect(await gathering).toEqual({ units: 3 });
    expect(await all(echoed(from([{ id: 'd' }, { id: 'e' }])))).toEqual(['d', 'e']);
    const raised = await keeper.atLeast(2);
    expect(raised.map(shown)).toEqual([
      ['rpc', 'rpc units.v1.Streams/Gathered', 'StreamsController.gathered', 'ok'],
      ['rpc', 'rpc units.v1.Streams/Echoed', 'StreamsController.echoed', 'ok'],
    ]);
    expect(raised.map(stepsIn)).toEqual([3, 0]);
    expect(contexts).toEqual(['rpc units.v1.Streams/Echoed', 'rpc units.v1.Streams/Echoed']);
  });

  it('that a method handles by itself last until it ends the stream, long after it has returned', async () => {
    const { passed } = await start();
    const messages = new Subject<Message>();
    const answers = all(passed(messages));
    messages.next({ id: 'a' });
    await until(() => contexts.length === 1, 'a message');
    expect(module.get(PerformanceMonitorService).getStats().executions).toBe(0);
    messages.next({ id: 'b' });
    messages.complete();
    expect(await answers).toEqual(['a', 'b']);
    const [raised] = await keeper.atLeast(1);
    expect(raised && shown(raised)).toEqual(['rpc', 'rpc units.v1.Streams/Passed', 'StreamsController.passed', 'ok']);
    expect(contexts).toEqual(['rpc units.v1.Streams/Passed', 'rpc units.v1.Streams/Passed']);
  });

  it('that a guard refuses are executions, with the guard', async () => {
    const { guarded } = await start();
    await expect(lastValueFrom(guarded({ id: 'a' }))).rejects.toThrow('Forbidden');
    const [raised] = await keeper.atLeast(1);
    expect(raised?.execution).toMatchObject({ name: 'rpc units.v1.Streams/Guarded', outcome: 'error' });
    expect(raised && stepsIn(raised)).toBe(1);
  });

  it.each(['client', 'timeout'] as const)('are aborted when they are cancelled by the %s', async by => {
    const { never } = await start();
    const metadata = by === 'timeout' ? [new Metadata(), { deadline: Date.now() + 100 }] : [];
    const answer = (never as (...args: unknown[]) => Observable<Message>)({ id: 'a' }, ...metadata);
    const outcomes: unknown[] = [];
    const call = answer.subscribe({ error: error => outcomes.push(error) });
    if (by === 'client') {
      await until(() => contexts.length === 1, 'the call');
      call.unsubscribe();
    }
    const [raised] = await keeper.atLeast(1);
    expect(raised?.execution).toMatchObject({ name: 'rpc units.v1.Streams/Never', outcome: 'aborted' });
    expect(raised?.recording.ending).toMatchObject(
      by === 'client' ? { by, isAborted: true } : { by, reason: 'DEADLINE_EXCEEDED' },
    );
    expect(keeper.count).toBe(1);
  });

  it('have failed when gRPC cannot serialize their answer', async () => {
    const { unserializable } = await start();
    await expect(lastValueFrom(unserializable({ id: 'a' }))).rejects.toThrow('serializ');
    const [raised] = await keeper.atLeast(1);
    expect(raised?.execution).toMatchObject({ name: 'rpc units.v1.Streams/Unserializable', outcome: 'error' });
  });

  it('that the server ends when it closes are aborted, by nobody', async () => {
    const { never } = await start();
    never({ id: 'a' }).subscribe({ error: () => undefined });
    await until(() => contexts.length === 1, 'the call');
    await closing.splice(0, 1)[0]?.();
    const [raised] = await keeper.atLeast(1);
    expect(raised?.execution.outcome).toBe('aborted');
    expect(raised?.recording.ending).toEqual({ isAborted: true });
  });

  it('that begin after their deadline are none: their client has left, and gRPC does not end them', async () => {
    await start();
    const session = connect(`http://${url}`);
    closing.push(async () => session.destroy());
    const call = session.request({
      ':method': 'POST',
      ':path': '/units.v1.Streams/Listed',
      'content-type': 'application/grpc',
      te: 'trailers',
      'grpc-timeout': '10m',
    });
    // The message is there in time, and the end of the request is late.
    call.write(UNIT_A);
    await once(call, 'response');
    call.end();
    await until(() => module.get(Steps).taken.length === 3, 'the late steps');
    const monitor = module.get(PerformanceMonitorService);
    const kinds = monitor.getStats().endpoints.map(({ kind }) => kind);
    expect([monitor.active(), kinds, keeper.count]).toEqual([[], ['function'], 0]);
  });

  it('of a hybrid application that starts its microservices first are watched', async () => {
    await compile();
    const app = module.createNestApplication(new ExpressAdapter());
    const grpc = await grpcOptions();
    app.connectMicroservice(grpc);
    await app.startAllMicroservices();
    await app.listen(0, '127.0.0.1');
    closing.push(() => app.close());
    expect(await all(serviceOf(grpc).listed({ id: 'a' }))).toEqual(['a1', 'a2', 'a3']);
    const [raised] = await keeper.atLeast(1);
    expect(raised?.execution).toMatchObject({ name: 'rpc units.v1.Streams/Listed' });
  });

  it('pass no function of the monitor with enabled: false', async () => {
    await compile({ enabled: false });
    const grpc = await grpcOptions();
    const app = module.createNestMicroservice(grpc);
    await app.listen();
    closing.push(() => app.close());
    const { listed, passed } = serviceOf(grpc);
    expect(await all(listed({ id: 'a' }))).toEqual(['a1', 'a2', 'a3']);
    expect(await all(passed(from([{ id: 'b' }])))).toEqual(['b']);
    const call = module.get(Calls).passed as object;
    expect([Object.hasOwn(call, 'emit'), Object.hasOwn(call, 'write')]).toEqual([false, false]);
    expect(contexts).toEqual([undefined]);
  });
});
