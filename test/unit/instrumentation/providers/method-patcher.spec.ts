import 'reflect-metadata';
import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { describe, expect, it, jest } from '@jest/globals';
import { ConsoleLogger } from '@nestjs/common';
import { LEARNING_CALLS } from '../../../../lib/instrumentation/stages/stage.interface.js';
import { MethodPatcher } from '../../../../lib/instrumentation/providers/method-patcher.js';
import { spanStorage } from '../../../../lib/tracing/execution-context.js';
import type { Span } from '../../../../lib/tracing/execution.js';
import type { CallSite } from '../../../../lib/tracing/call-site.js';
import type { Callable } from '../../../../lib/tracing/callable.js';
import type { Tracer } from '../../../../lib/tracing/tracer.interface.js';

/** Records the spans that are opened. */
class FakeTracer {
  readonly spans: string[] = [];
  readonly patcher = new MethodPatcher();
  private readonly span = { depth: 0, execution: { finished: false, tracer: this } } as unknown as Span;

  /** Covers the classes' methods, and uses them. */
  cover(...types: NewableFunction[]): void {
    expect(this.patcher.patch(types)).toEqual([]);
    this.patcher.watch(this as unknown as Tracer);
  }

  leave(): void {
    this.patcher.unwatch(this as unknown as Tracer);
  }

  callInSpan(_parent: Span, { name }: CallSite, fn: Callable, self: unknown, args: readonly unknown[]): unknown {
    this.spans.push(name);
    return Reflect.apply(fn, self, args);
  }

  /** Calls `fn` inside an execution. */
  inside<T>(fn: () => T): T {
    return spanStorage.run(this.span, fn);
  }
}

/** A class that no other test has covered, because covered methods stay covered. */
function makeOrders() {
  return class Orders {
    readonly #secret = 7;
    value = 1;
    get trap(): never {
      throw new Error('an accessor was read');
    }
    async find(id: number): Promise<number> {
      return id + this.#secret;
    }
    plain(): Promise<number> {
      return Promise.resolve(this.#secret);
    }
    sync(): number {
      return this.#secret;
    }
    walk(depth: number): Promise<number> {
      return depth === 0 ? Promise.resolve(0) : this.walk(depth - 1);
    }
    *generate(): Generator<number> {
      yield 1;
    }
  };
}
describe('MethodPatcher', () => {
  it('opens spans for async methods, and leaves instances unchanged', async () => {
    const tracer = new FakeTracer();
    const Orders = makeOrders();
    const orders = Object.freeze(new Orders());
    Reflect.defineMetadata('route', 'x', Orders.prototype.find);
    tracer.cover(Orders);
    const { find } = orders;
    expect([find.name, find.length, Reflect.getMetadata('route', find)]).toEqual(['find', 1, 'x']);
    expect(Object.getOwnPropertyNames(orders)).toEqual(['value']);
    expect(Object.keys(Orders.prototype)).toEqual([]);
    expect(await tracer.inside(() => orders.find(1))).toBe(8);
    expect(tracer.spans).toEqual(['Orders.find']);
    expect(await orders.find(1)).toBe(8);
    tracer.leave();
    expect(await tracer.inside(() => orders.find(1))).toBe(8);
    expect(tracer.spans).toHaveLength(1);
    expect(orders.find).toBe(find);
  });

  it('opens no more spans for a synchronous method after its first calls, and keeps the same function', () => {
    const tracer = new FakeTracer();
    const Orders = makeOrders();
    const orders = new Orders();
    tracer.cover(Orders);
    const { sync } = orders;
    for (let i = 0; i < LEARNING_CALLS + 5; i++) expect(tracer.inside(() => orders.sync())).toBe(7);
    expect(tracer.spans).toHaveLength(LEARNING_CALLS);
    expect(orders.sync).toBe(sync);
  });

  it('detects that a function without async returns promises', async () => {
    const tracer = new FakeTracer();
    const Orders = makeOrders();
    tracer.cover(Orders);
    for (let i = 0; i < LEARNING_CALLS + 5; i++) await tracer.inside(() => new Orders().plain());
    expect(tracer.spans).toEqual(Array.from({ length: LEARNING_CALLS + 5 }, () => 'Orders.plain'));
  });

  it('does not cover synchronous functions that call themselves, directly or through each other', () => {
    class Trees {
      direct(depth: number): number {
        return depth === 0 ? 0 : this.direct(depth - 1) + 1;
      }
      even(depth: number): boolean {
        return depth === 0 || this.odd(depth - 1);
      }
      odd(depth: number): boolean {
        return depth !== 0 && this.even?.(depth - 1);
      }
      flat(): number {
        return this.direct(1);
      }
      delegate(other = { delegate: () => 1 }): number {
        return other.delegate();
      }
    }
    const names = ['direct', 'even', 'odd', 'flat', 'delegate'] as const;
    const before = names.map(name => Trees.prototype[name]);
    for (const tracer of [new FakeTracer(), new FakeTracer()]) {
      tracer.cover(Trees);
      expect(names.filter((name, index) => Trees.prototype[name] !== before[index])).toEqual(['flat', 'delegate']);
    }
  });

  it('does not cover a function with own properties, or one that never returns a value', () => {
    class Caches {
      memo(): number {
        return 1;
      }
      async load(): Promise<number> {
        return 1;
      }
      onEvent(): void {}
    }
    Object.assign(Caches.prototype.memo, { cache: new Map() });
    Object.assign(Caches.prototype.load, { [Symbol('state')]: 1 });
    const { memo, load, onEvent } = Caches.prototype;
    new FakeTracer().cover(Caches);
    expect([Caches.prototype.memo, Caches.prototype.load, Caches.prototype.onEvent]).toEqual([memo, load, onEvent]);
    expect(Caches.prototype.load).toBe(load);
  });

  it('is replaced by a spy on the prototype or the instance, and works again after the spy is restored', async () => {
    const tracer = new FakeTracer();
    const Orders = makeOrders();
    const orders = new Orders();
    tracer.cover(Orders);
    const covered = orders.find;
    const onPrototype = jest.spyOn(Orders.prototype, 'find').mockResolvedValue(1);
    expect(orders.find).toBe(onPrototype);
    expect(await tracer.inside(() => orders.find(5))).toBe(1);
    onPrototype.mockRestore();
    const onInstance = jest.spyOn(orders, 'find').mockResolvedValue(2);
    expect(await tracer.inside(() => orders.find(5))).toBe(2);
    onInstance.mockRestore();
    expect(orders.find).toBe(covered);
    expect(tracer.spans).toEqual([]);
  });

  it('does not cover an existing spy, so that restoring the spy leaves nothing behind', async () => {
    const tracer = new FakeTracer();
    const Orders = makeOrders();
    const { find } = Orders.prototype;
    const spy = jest.spyOn(Orders.prototype, 'find').mockResolvedValue(1);
    tracer.cover(Orders);
    expect(Orders.prototype.find).toBe(spy);
    spy.mockRestore();
    expect(Orders.prototype.find).toBe(find);
  });

  it('shares a class between applications: each gets its own spans', async () => {
    const Orders = makeOrders();
    const [one, two] = [new FakeTracer(), new FakeTracer()];
    one.cover(Orders);
    const { find } = Orders.prototype;
    two.cover(Orders);
    expect(Orders.prototype.find).toBe(find);
    for (const tracer of [one, two]) {
      await tracer.inside(() => new Orders().find(1));
      await tracer.inside(() => new Orders().plain());
      expect(tracer.spans).toEqual(['Orders.find', 'Orders.plain']);
    }
    one.leave();
    await one.inside(() => new Orders().find(1));
    await two.inside(() => new Orders().find(1));
    expect([one.spans.length, two.spans.length]).toEqual([2, 3]);
  });

  it('covers an inherited method once, on its own prototype, and names its spans after the class of the instance', async () => {
    const tracer = new FakeTracer();
    const Orders = makeOrders();
    class Base extends Orders {}
    class Bills extends Base {}
    class Deliveries extends Base {
      override async find(id: number): Promise<number> {
        return (await super.find(id)) + 1;
      }
    }
    class Unknown extends Base {}
    tracer.cover(Deliveries, Bills, Base);
    expect(Object.getOwnPropertyNames(Bills.prototype)).toEqual(['constructor']);
    expect(new Bills().find).toBe(new Base().find);
    for (const instance of [new Bills(), new Deliveries(), new Base(), new Unknown()])
      expect(await tracer.inside(() => instance.find(1))).toBe(instance instanceof Deliveries ? 9 : 8);
    expect(tracer.spans).toEqual(['Bills.find', 'Deliveries.find', 'Base.find']);
    const spy = jest.spyOn(Orders.prototype, 'find').mockResolvedValue(0);
    const bills = new Bills();
    expect(bills.find).toBe(spy);
    expect(await tracer.inside(() => bills.find(1))).toBe(0);
    spy.mockRestore();
  });

  it('replaces no method of a class of Node or Nest that a provider extends', async () => {
    const tracer = new FakeTracer();
    class Context extends AsyncLocalStorage<number> {
      async own(): Promise<number | undefined> {
        return this.getStore();
      }
    }
    class Bus extends EventEmitter {}
    class Log extends ConsoleLogger {}
    class Table extends Map<string, number> {}
    const builtIn = [AsyncLocalStorage, EventEmitter, ConsoleLogger, Map].map(type => type.prototype as object);
    const methods = () =>
      builtIn.flatMap(prototype =>
        Object.entries(Object.getOwnPropertyDescriptors(prototype)).map(([key, { value }]) => [key, value as unknown]),
      );
    const before = methods();
    tracer.cover(Context, Bus, Log, Table);
    expect(methods().filter(([, value], index) => value !== before[index]?.[1])).toEqual([]);
    const context = new Context();
    expect(await tracer.inside(() => context.run(5, () => context.own()))).toBe(5);
    expect(tracer.spans).toEqual(['Context.own']);
  });

  it('skips methods that can not be replaced', async () => {
    const tracer = new FakeTracer();
    const Orders = makeOrders();
    Object.freeze(Orders.prototype);
    const { find } = Orders.prototype;
    tracer.cover(Orders);
    expect(Orders.prototype.find).toBe(find);
    expect(await tracer.inside(() => new Orders().find(1))).toBe(8);
  });

  it('reads nothing from a proxy of an instance', async () => {
    const tracer = new FakeTracer();
    const Orders = makeOrders();
    class Bills extends Orders {
      name(): string {
        return 'proxied';
      }
    }
    class Special extends Bills {}
    tracer.cover(Bills, Special);
    const refusing = new Proxy(new Bills(), {
      getPrototypeOf: () => {
        throw new Error('prototype was read');
      },
    });
    expect(await tracer.inside(() => refusing.name())).toBe('proxied');
    expect(tracer.spans).toEqual([]);
  });

  /* oxlint-disable unicorn/no-thenable -- these tests check that no thenable is awaited */
  it('never calls a thenable, and returns the same object', () => {
    const tracer = new FakeTracer();
    let runs = 0;
    class LazyPromise<T> extends Promise<T> {
      override then: Promise<T>['then'] = (...handlers) => {
        runs += 1;
        return Promise.prototype.then.apply(this, handlers as never) as never;
      };
    }
    const thenable = { then: () => (runs += 1) };
    const lazy = new LazyPromise<void>(() => undefined);
    class Queries {
      builder = (): unknown => thenable;
      knex(): unknown {
        return thenable;
      }
      prisma(): unknown {
        return lazy;
      }
    }
    const queries = new Queries();
    tracer.cover(Queries);
    for (let i = 0; i < 3; i++) {
      expect(tracer.inside(() => queries.knex())).toBe(thenable);
      expect(tracer.inside(() => queries.prisma())).toBe(lazy);
    }
    expect(runs).toBe(0);
  });
});
