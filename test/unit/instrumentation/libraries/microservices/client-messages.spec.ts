import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ClientProxy, type ReadPacket, type WritePacket } from '@nestjs/microservices';
import { lastValueFrom, Observable, of, Subject, toArray } from 'rxjs';
import { MicroservicesLibrary } from '../../../../../lib/instrumentation/libraries/microservices/microservices.library.js';
import { spanStorage } from '../../../../../lib/tracing/execution-context.js';
import { Execution } from '../../../../../lib/tracing/execution.js';
import type { Operation } from '../../../../../lib/tracing/operation.js';
import { runningTracer } from '../../../../contracts/support/running-tracer.js';
import { siteOf } from '../../../../support/call-site.js';
import { libraryContext } from '../../../../support/library-context.js';

const PLANTED = new Error('planted');

/** A transport of the application's own. The test answers its messages. */
class MemoryClient extends ClientProxy {
  readonly sent: string[] = [];
  left = 0;
  refuses: Error | undefined;
  answer: (packet: WritePacket) => void = () => undefined;

  connect(): Promise<void> {
    return this.refuses === undefined ? Promise.resolve() : Promise.reject(this.refuses);
  }
  close(): void {}
  unwrap<T>(): T {
    return undefined as T;
  }
  protected publish(packet: ReadPacket, callback: (packet: WritePacket) => void): () => void {
    this.sent.push(String(packet.pattern));
    this.answer = callback;
    return () => {
      this.left += 1;
    };
  }
  protected dispatchEvent<T>(packet: ReadPacket): Promise<T> {
    this.sent.push(String(packet.pattern));
    return packet.pattern === 'fails' ? Promise.reject(PLANTED) : Promise.resolve(undefined as T);
  }
}

const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

describe('a client of microservices', () => {
  const failures: unknown[] = [];
  const tracer = runningTracer();
  let client: MemoryClient;
  let library: MicroservicesLibrary;
  let execution: Execution;

  function attachTo(...instances: object[]): void {
    library = new MicroservicesLibrary({ ...libraryContext(tracer, failures), instances: () => instances });
    library.attach();
  }
  beforeEach(() => {
    client = new MemoryClient();
    execution = new Execution(tracer, 1, 'http', siteOf('root'), 0, 100);
    attachTo(client);
  });
  afterEach(() => {
    library.detach();
    expect(failures.splice(0)).toEqual([]);
  });
  const inside = <T>(work: () => T): T => spanStorage.run(execution.root, work);
  const operations = (): readonly Operation[] => execution.operations?.each ?? [];

  it('is found, and is as before when the library is detached', () => {
    expect(library.isFound()).toBe(true);
    expect(client.send.name).toBe('send');
    library.detach();
    expect(Object.getOwnPropertyNames(client)).toEqual(Object.getOwnPropertyNames(new MemoryClient()));
    const none = new MicroservicesLibrary({
      ...libraryContext(tracer, failures),
      instances: () => [{ send: 1 }, new Map()],
    });
    none.attach();
    expect(none.isFound()).toBe(false);
  });

  it('keeps a replacement that the application made later', () => {
    const mock = (): Observable<never> => new Subject<never>();
    client.send = mock;
    library.detach();
    expect(client.send).toBe(mock);
  });

  it('sends when it is subscribed to, once for each subscription', async () => {
    const cold = inside(() => client.send('orders.find', {}));
    await turn();
    expect(client.sent).toEqual([]);
    const values: unknown[] = [];
    const subscription = inside(() => cold.subscribe(value => values.push(value)));
    await turn();
    expect(client.sent).toEqual(['orders.find']);
    client.answer({ response: 1 });
    client.answer({ response: 2 });
    expect(operations()).toMatchObject([{ end: 0, statement: { system: 'microservice', peer: '' } }]);
    expect(operations()[0]?.answeredAt).toBeGreaterThan(0);
    subscription.unsubscribe();
    expect(client.left).toBe(1);
    expect(values).toEqual([1, 2]);
    expect(operations()).toMatchObject([{ failed: false }]);
    expect(operations()[0]?.end).toBeGreaterThan(0);
  });

  it('passes on errors as they are, of messages and of the connection', async () => {
    const errorOf = async (answer: () => void): Promise<unknown> => {
      let seen: unknown;
      inside(() => client.send('orders.find', {}).subscribe({ error: (error: unknown) => (seen = error) }));
      await turn();
      answer();
      return seen;
    };
    expect(await errorOf(() => client.answer({ err: PLANTED }))).toBe(PLANTED);
    client.refuses = new Error('no connection');
    expect(await errorOf(() => undefined)).toBe(client.refuses);
    expect(operations()).toMatchObject([{ failed: true }, { failed: true }]);
  });

  it('reports the failure of an event that nobody subscribes to, to nobody', async () => {
    inside(() => client.emit('fails', {}));
    await turn();
    expect(operations()).toMatchObject([{ failed: true, statement: { text: 'emit fails' } }]);
  });

  it('sends an event once, whoever subscribes', async () => {
    const hot = inside(() => client.emit('orders.created', {}));
    hot.subscribe();
    hot.subscribe();
    await lastValueFrom(hot, { defaultValue: undefined });
    expect(client.sent).toEqual(['orders.created']);
    expect(operations()).toMatchObject([{ failed: false, statement: { text: 'emit orders.created' } }]);
  });

  it('refuses a message without a pattern as before', async () => {
    const errors: unknown[] = [];
    inside(() => {
      client.send(undefined, {}).subscribe({ error: (error: unknown) => errors.push(error) });
      client.emit('x', undefined).subscribe({ error: (error: unknown) => errors.push(error) });
    });
    await turn();
    expect(errors.map(String)).toEqual([
      expect.stringContaining('invalid data or message pattern'),
      expect.stringContaining('invalid data or message pattern'),
    ]);
    expect(client.sent).toEqual([]);
    expect(operations()).toEqual([]);
  });

  it('returns the results of a subclass as they are', async () => {
    const [cold, subject] = [of(1, 2), new Subject<unknown>()];
    class Own extends MemoryClient {
      override send<T>(pattern: unknown, _data: unknown): Observable<T> {
        return (pattern === 'cold' ? cold : pattern) as Observable<T>;
      }
      override emit<T>(): Observable<T> {
        return subject as Observable<T>;
      }
    }
    const own = new Own();
    library.detach();
    attachTo(own);
    const result = inside(() => own.send('cold', {}));
    expect(result).toBe(cold);
    expect(await inside(() => lastValueFrom(result.pipe(toArray())))).toEqual([1, 2]);
    expect(inside(() => own.send(7, {}))).toBe(7);
    expect(inside(() => own.emit())).toBe(subject);
    expect(operations()).toMatchObject([{ failed: false }]);
  });

  it('lets a subscriber leave during the first answer', async () => {
    const seen: unknown[] = [];
    inside(() => {
      const subscription = client.send('orders.find', {}).subscribe(value => {
        seen.push(value);
        subscription.unsubscribe();
      });
    });
    await turn();
    client.answer({ response: 1 });
    client.answer({ response: 2 });
    expect(seen).toEqual([1]);
  });

  it('gives each subscriber its own context, not that of the connection', async () => {
    const other = new Execution(tracer, 2, 'http', siteOf('other'), 0, 100);
    const seen: unknown[] = [];
    inside(() => client.send('orders.find', {}).subscribe(() => seen.push(spanStorage.getStore())));
    await turn();
    spanStorage.run(other.root, () => client.answer({ response: 1 }));
    execution.finished = true;
    spanStorage.run(other.root, () => client.answer({ response: 2 }));
    expect(seen).toEqual([execution.root, other.root]);
  });

  it('stops to be recorded, once, when recording it fails', async () => {
    const broken = new Error('broken');
    Object.defineProperty(execution, 'muted', {
      get: () => {
        throw broken;
      },
    });
    const values: unknown[] = [];
    inside(() => client.send('orders.find', {}).subscribe(value => values.push(value)));
    await turn();
    client.answer({ response: 1 });
    expect(values).toEqual([1]);
    expect(Object.hasOwn(client, 'send')).toBe(false);
    expect(failures.splice(0)).toEqual([broken]);
  });
});
