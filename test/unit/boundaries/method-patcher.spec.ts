import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { LEARNING_CALLS, MethodPatcher } from '../../../lib/boundaries/method-patcher.js';
import { spanStorage } from '../../../lib/execution/execution-context.js';
import type { Span } from '../../../lib/execution/span.js';
import type { SpanSite } from '../../../lib/execution/span-site.js';
import type { Callable, Tracer } from '../../../lib/execution/tracer.interface.js';

/** Writes down the spans that it is asked for. */
class FakeTracer {
  readonly spans: string[] = [];
  readonly patcher = new MethodPatcher(this as unknown as Tracer);
  private readonly span = { execution: { finished: false, tracer: this } } as unknown as Span;

  callInSpan(_parent: Span, { name }: SpanSite, fn: Callable, self: unknown, args: readonly unknown[]): unknown {
    this.spans.push(name);
    return Reflect.apply(fn, self, args);
  }

  /** Calls `fn` inside of an execution. */
  inside<T>(fn: () => T): T {
    return spanStorage.run(this.span, fn);
  }
}

class Orders {
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
}
const METHODS = ['find', 'plain', 'sync', 'walk'] as const;

describe('MethodPatcher', () => {
  it('makes spans of async methods, of an instance that stays what it was', async () => {
    const tracer = new FakeTracer();
    const orders = new Orders();
    const { find } = orders;
    Reflect.defineMetadata('route', 'x', find);
    tracer.patcher.patch(orders, 'Orders');
    expect(orders.find).not.toBe(find);
    expect([orders.find.name, orders.find.length, Reflect.getMetadata('route', orders.find)]).toEqual(['find', 1, 'x']);
    expect(Object.keys(orders)).toEqual(['value']);
    expect(orders).toEqual(new Orders());
    expect(Object.hasOwn(orders, 'generate')).toBe(false);
    expect(await tracer.inside(() => orders.find(1))).toBe(8);
    expect(tracer.spans).toEqual(['Orders.find']);
    expect(await orders.find(1)).toBe(8);
    expect(tracer.spans).toHaveLength(1);
    tracer.patcher.restore();
    expect(orders.find).toBe(find);
    expect(Object.getOwnPropertyNames(orders)).toEqual(['value']);
  });

  it('leaves a synchronous method alone after its first calls', () => {
    const tracer = new FakeTracer();
    const orders = new Orders();
    tracer.patcher.patch(orders, 'Orders');
    for (let i = 1; i < LEARNING_CALLS; i++) orders.sync();
    expect(orders.sync).not.toBe(Orders.prototype.sync);
    orders.sync();
    expect(orders.sync).toBe(Orders.prototype.sync);
    expect(Object.hasOwn(orders, 'sync')).toBe(false);
  });

  it('learns that a plain function returns promises, also one that calls itself, and still puts it back', async () => {
    const tracer = new FakeTracer();
    const orders = new Orders();
    tracer.patcher.patch(orders, 'Orders');
    await orders.plain();
    await orders.walk(3);
    await tracer.inside(() => orders.plain());
    await tracer.inside(() => orders.walk(1));
    expect(tracer.spans).toEqual(['Orders.plain', 'Orders.walk', 'Orders.walk']);
    tracer.patcher.restore();
    for (const name of METHODS) expect(Object.hasOwn(orders, name)).toBe(false);
  });

  it('never puts anything over a spy that stands in the place of its own, nor back where it was taken away', async () => {
    const tracer = new FakeTracer();
    const orders = new Orders();
    tracer.patcher.patch(orders, 'Orders');
    const probe = orders.plain;
    const spy = function (this: Orders): Promise<number> {
      return probe.call(this);
    };
    orders.plain = spy;
    await orders.plain();
    expect(orders.plain).toBe(spy);
    tracer.patcher.restore();
    expect(orders.plain).toBe(spy);
    orders.plain = probe;
    await orders.plain();
    expect(orders.plain).toBe(probe);
    expect(await tracer.inside(() => orders.plain())).toBe(7);
    expect(tracer.spans).toEqual([]);
  });

  it('shares a class between applications: each gets its own spans, and the last one puts it back', async () => {
    class Scoped extends Orders {}
    const { find } = Scoped.prototype;
    const [one, two] = [new FakeTracer(), new FakeTracer()];
    one.patcher.patch(Scoped.prototype, 'Scoped');
    two.patcher.patch(Scoped.prototype, 'Scoped');
    await new Scoped().plain();
    for (const tracer of [one, two]) {
      await tracer.inside(() => new Scoped().find(1));
      await tracer.inside(() => new Scoped().plain());
      expect(tracer.spans).toEqual(['Scoped.find', 'Scoped.plain']);
    }
    one.patcher.restore();
    await one.inside(() => new Scoped().find(1));
    await two.inside(() => new Scoped().find(1));
    expect([one.spans.length, two.spans.length]).toEqual([2, 3]);
    two.patcher.restore();
    expect(Object.getOwnPropertyNames(Scoped.prototype)).toEqual(['constructor']);
    expect(new Scoped().find).toBe(find);
    expect(Orders.prototype.find).toBe(find);
  });

  it('watches a class again after an application that left its wrapper behind', async () => {
    class Left extends Orders {}
    const first = new FakeTracer();
    first.patcher.patch(Left.prototype, 'Left');
    const stale = Left.prototype.find;
    first.patcher.restore();
    Left.prototype.find = stale;
    const second = new FakeTracer();
    second.patcher.patch(Left.prototype, 'Left');
    await new Left().find(1);
    expect(await second.inside(() => new Left().find(1))).toBe(8);
    expect([first.spans, second.spans]).toEqual([[], ['Left.find']]);
  });

  it('does without frozen instances, and methods that cannot be replaced', async () => {
    const tracer = new FakeTracer();
    const frozen = Object.freeze(new Orders());
    tracer.patcher.patch(frozen, 'Orders');
    expect(await tracer.inside(() => frozen.find(1))).toBe(8);
    expect(tracer.spans).toEqual([]);
    tracer.patcher.restore();
  });

  /* oxlint-disable unicorn/no-thenable -- what is tested is that nobody awaits them */
  it('never runs a thenable, and hands on the very same one', () => {
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
    tracer.patcher.patch(queries, 'Queries');
    for (let i = 0; i < 3; i++) {
      expect(tracer.inside(() => queries.knex())).toBe(thenable);
      expect(tracer.inside(() => queries.prisma())).toBe(lazy);
    }
    expect(runs).toBe(0);
  });
});
