import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, type INestMicroservice } from '@nestjs/common';
import {
  ClientProxyFactory,
  EventPattern,
  MessagePattern,
  RpcException,
  type ClientOptions,
  type ClientProxy,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { firstValueFrom, lastValueFrom, NEVER, of, toArray, type Subscription } from 'rxjs';
import { IoredisLibrary } from '../../lib/instrumentation/libraries/ioredis/ioredis.library.js';
import type { Library } from '../../lib/instrumentation/libraries/library.interface.js';
import { MicroservicesLibrary } from '../../lib/instrumentation/libraries/microservices/microservices.library.js';
import { spanStorage } from '../../lib/tracing/execution-context.js';
import { Execution } from '../../lib/tracing/execution.js';
import type { Operation } from '../../lib/tracing/operation.js';
import type { Tracer } from '../../lib/tracing/tracer.interface.js';
import { siteOf } from '../support/call-site.js';
import { libraryContext } from '../support/library-context.js';
import { until } from '../support/until.js';
import { LineLogger } from '../integration/support/test-app.js';
import { runningTracer } from './support/running-tracer.js';

const CONCURRENT = 20;
const SECRET = 'secret-4711';

/** What the suite needs of one transport. */
export interface MessageDriver {
  readonly title: string;
  /** `nats` */
  readonly system: string;
  /** The address of the server, as statements name it. */
  peer(): string;
  /** Starts the server, if it is not running yet. */
  open(): Promise<void>;
  close(): Promise<void>;
  /** The settings of both sides. They are the same, but that of a queue may differ. */
  options(): MicroserviceOptions & ClientOptions;
}

/** The id of an order that is never answered. */
const HELD = 'held';

const events: unknown[] = [];
let held = 0;

@Controller()
class Answers {
  @MessagePattern({ cmd: 'sum' })
  sum(numbers: readonly number[]): number {
    return numbers.reduce((sum, each) => sum + each, 0);
  }
  @MessagePattern('orders.find')
  find(order: { readonly id?: string }): unknown {
    if (order.id !== HELD) return order;
    held += 1;
    return NEVER;
  }
  @MessagePattern('orders.many')
  many(): unknown {
    return of(1, 2, 3);
  }
  @MessagePattern('orders.fail')
  fail(): never {
    throw new RpcException('planted');
  }
  @EventPattern('orders.created')
  created(event: unknown): void {
    events.push(event);
  }
}

/** The rules for the messages that clients send, for each transport with a real server. */
export function describeMessages(driver: MessageDriver): void {
  describe(`messages over ${driver.title}`, () => {
    const tracer = runningTracer();
    const failures: unknown[] = [];
    let service: INestMicroservice;
    let client: ClientProxy;
    let libraries: Library[] = [];
    let waiting: Subscription;

    beforeAll(async () => {
      await driver.open();
      const module = await Test.createTestingModule({ controllers: [Answers] })
        .setLogger(new LineLogger())
        .compile();
      service = module.createNestMicroservice(driver.options());
      await service.listen();
      client = ClientProxyFactory.create(driver.options());
      await client.connect();
      // Nest's clients of MQTT and Redis lose answers where one request leaves a channel while another one enters it: with
      // this one, nobody is the last to leave.
      held = 0;
      waiting = client.send('orders.find', { id: HELD }).subscribe({ error: () => undefined });
      await until(() => held === 1, 'the first message');
    }, 120_000);
    afterAll(async () => {
      waiting.unsubscribe();
      await client.close();
      await service.close();
      await driver.close();
    });
    beforeEach(() => {
      events.length = 0;
      const context = { ...libraryContext(tracer, failures), instances: () => [client] };
      libraries = [new MicroservicesLibrary(context), new IoredisLibrary(context)];
      for (const library of libraries) library.attach();
    });
    afterEach(() => {
      for (const library of libraries) library.detach();
      expect(failures.splice(0)).toEqual([]);
      expect(['send', 'emit', 'publish', 'dispatchEvent'].filter(name => Object.hasOwn(client, name))).toEqual([]);
    });

    const executionOf = (owner: Tracer = tracer): Execution => new Execution(owner, 1, 'http', siteOf('root'), 0, 100);
    const operationsOf = ({ operations }: Execution): readonly Operation[] => operations?.each ?? [];
    const labelsOf = (execution: Execution): string[] => operationsOf(execution).map(({ statement }) => statement.text);
    const inside = async <T>(execution: Execution, work: () => Promise<T>): Promise<T> =>
      spanStorage.run(execution.root, work);

    it('are operations, without their values', async () => {
      const execution = executionOf();
      const answer = await inside(execution, () => firstValueFrom(client.send('orders.find', { id: SECRET })));
      expect(answer).toEqual({ id: SECRET });
      const [operation, ...others] = operationsOf(execution);
      expect(others).toEqual([]);
      expect(operation).toMatchObject({
        span: 0,
        failed: false,
        statement: { on: 'network', system: driver.system, text: 'send orders.find', peer: driver.peer() },
      });
      const { start = 0, answeredAt = 0, end = 0 } = operation ?? {};
      expect(answeredAt).toBeGreaterThan(start);
      expect(end).toBeGreaterThanOrEqual(answeredAt);
      expect(JSON.stringify(operation)).not.toContain(SECRET);
    });

    it('have the pattern as Nest writes it', async () => {
      const execution = executionOf();
      expect(await inside(execution, () => firstValueFrom(client.send({ cmd: 'sum' }, [1, 2, 3])))).toBe(6);
      expect(labelsOf(execution)).toEqual(['send {"cmd":"sum"}']);
    });

    it('last until the last answer', async () => {
      const execution = executionOf();
      const answers = await inside(execution, () => lastValueFrom(client.send('orders.many', {}).pipe(toArray())));
      expect(answers).toEqual([1, 2, 3]);
      const [operation] = operationsOf(execution);
      expect(operation?.end).toBeGreaterThanOrEqual(operation?.answeredAt ?? Infinity);
    });

    it('have failed with the error that the subscriber receives unchanged', async () => {
      const ask = (): Promise<unknown> =>
        firstValueFrom(client.send('orders.fail', {})).catch((error: unknown) => error);
      const expected = await ask();
      const execution = executionOf();
      expect(await inside(execution, ask)).toEqual(expected);
      expect(operationsOf(execution)).toMatchObject([{ failed: true, statement: { text: 'send orders.fail' } }]);
      expect(operationsOf(execution)[0]?.end).toBeGreaterThan(0);
    });

    it('are sent once for each subscription, and not before', async () => {
      const execution = executionOf();
      await inside(execution, async () => {
        const cold = client.send({ cmd: 'sum' }, [1]);
        await new Promise(resolve => setImmediate(resolve));
        expect(operationsOf(execution)).toEqual([]);
        expect(await firstValueFrom(cold)).toBe(1);
        expect(await firstValueFrom(cold)).toBe(1);
      });
      expect(labelsOf(execution)).toEqual(['send {"cmd":"sum"}', 'send {"cmd":"sum"}']);
    });

    it('are events that are sent once, subscribed to or not', async () => {
      const execution = executionOf();
      await inside(execution, async () => {
        client.emit('orders.created', { by: 'nobody' });
        const hot = client.emit('orders.created', { by: 'two' });
        hot.subscribe();
        await lastValueFrom(hot, { defaultValue: undefined });
      });
      await until(() => events.length === 2, 'both events');
      await until(() => operationsOf(execution).every(({ end }) => end > 0), 'the ends');
      expect(labelsOf(execution)).toEqual(['emit orders.created', 'emit orders.created']);
      expect(operationsOf(execution)).toMatchObject([{ failed: false }, { failed: false }]);
      await new Promise(resolve => setImmediate(resolve));
      expect(events).toHaveLength(2);
    });

    it('end when their subscriber leaves', async () => {
      const execution = executionOf();
      await inside(execution, async () => {
        const subscription = client.send('orders.find', {}).subscribe();
        subscription.unsubscribe();
      });
      expect(operationsOf(execution)).toMatchObject([{ failed: false, statement: { text: 'send orders.find' } }]);
      expect(operationsOf(execution)[0]?.end).toBeGreaterThan(0);
    });

    it('go on in the contexts of their subscribers', async () => {
      const own = new AsyncLocalStorage<number>();
      const contexts = (): Promise<(readonly unknown[])[]> =>
        Promise.all(
          Array.from({ length: CONCURRENT }, (_, index) => {
            return own.run(index, async () => {
              const seen = await new Promise<number | undefined>(resolve =>
                client.send('orders.find', {}).subscribe({ complete: () => resolve(own.getStore()) }),
              );
              return [seen === index, own.getStore()];
            });
          }),
        );
      for (const library of libraries) library.detach();
      const expected = await contexts();
      for (const library of libraries) library.attach();
      const executions = Array.from({ length: CONCURRENT }, () => executionOf());
      const spans = await Promise.all(
        executions.map(execution =>
          inside(execution, async () => {
            return new Promise(resolve =>
              client.send('orders.find', {}).subscribe({ complete: () => resolve(spanStorage.getStore()) }),
            );
          }),
        ),
      );
      expect(spans).toEqual(executions.map(({ root }) => root));
      expect(executions.map(labelsOf)).toEqual(executions.map(() => ['send orders.find']));
      expect((await inside(executionOf(), contexts)).map(([, after]) => after)).toEqual(
        expected.map(([, after]) => after),
      );
    });

    it('are none outside executions, of other applications, after an end, and when it is detached', async () => {
      const send = (): Promise<unknown> => firstValueFrom(client.send({ cmd: 'sum' }, [1]));
      await send();
      const [foreign, finished, later] = [executionOf(runningTracer()), executionOf(), executionOf()];
      finished.finished = true;
      for (const execution of [foreign, finished]) {
        await inside(execution, send);
        expect(execution.operations).toBeUndefined();
      }
      const late = client.send({ cmd: 'sum' }, [1]);
      for (const library of libraries) library.detach();
      await inside(later, send);
      expect(later.operations).toBeUndefined();
      expect(await inside(executionOf(), () => firstValueFrom(late))).toBe(1);
    });
  });
}
