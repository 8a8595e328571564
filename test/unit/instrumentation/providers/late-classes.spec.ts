import { describe, expect, it } from '@jest/globals';
import { ModuleRef, type ModulesContainer } from '@nestjs/core';
import { LateClasses } from '../../../../lib/instrumentation/providers/late-classes.js';

interface FactoryProvider {
  isNotMetatype: boolean;
  metatype: (...args: unknown[]) => unknown;
  isTransient: boolean;
  isDependencyTreeStatic(): boolean;
}

function containerWith(provider: FactoryProvider): ModulesContainer {
  const module = {
    metatype: class AppModule {},
    providers: new Map<unknown, unknown>([['token', provider]]),
    injectables: new Map(),
  };
  return new Map([['module', module]]) as unknown as ModulesContainer;
}

describe('LateClasses', () => {
  const factoryOf = (metatype: (...args: unknown[]) => unknown): FactoryProvider => ({
    isNotMetatype: true,
    metatype,
    isTransient: false,
    isDependencyTreeStatic: () => false,
  });

  it('finds the class of the first instance that a factory makes, once', async () => {
    class Found {}
    const made: unknown[] = [];
    const provider = factoryOf(() => new Found());
    const late = new LateClasses(type => made.push(type));
    late.attach(containerWith(provider));
    provider.metatype();
    provider.metatype();
    expect(made).toEqual([Found]);
    const before = provider.metatype;
    late.attach(containerWith(provider));
    expect(provider.metatype).toBe(before);
  });

  it('passes on arguments, results and errors', async () => {
    const result = Promise.reject(new Error('planted'));
    const provider = factoryOf((...args) => (args.length === 2 ? result : args));
    const late = new LateClasses(() => undefined);
    late.attach(containerWith(provider));
    expect(provider.metatype('a')).toEqual(['a']);
    expect(provider.metatype('a', 'b')).toBe(result);
    await expect(result).rejects.toThrow('planted');
    const throwing = factoryOf(() => {
      throw new Error('at once');
    });
    new LateClasses(() => undefined).attach(containerWith(throwing));
    expect(() => throwing.metatype()).toThrow('at once');
  });

  it('calls a factory with its own `this`', () => {
    const provider = factoryOf(function (this: unknown) {
      return this;
    });
    new LateClasses(() => undefined).attach(containerWith(provider));
    expect(provider.metatype()).toBe(provider);
  });

  it('passes on all arguments of ModuleRef.create(), and finds its class', async () => {
    class Made {}
    const given: unknown[][] = [];
    const ref = Object.assign(Object.create(ModuleRef.prototype) as ModuleRef, {
      create: async (...args: unknown[]) => given.push(args),
    });
    const module = {
      metatype: class AppModule {},
      providers: new Map([[ModuleRef, { instance: ref }]]),
      injectables: new Map(),
    };
    const found: unknown[] = [];
    new LateClasses(type => found.push(type)).attach(new Map([['m', module]]) as unknown as ModulesContainer);
    const contextId = { id: 1 };
    await ref.create(Made, contextId);
    expect(given).toEqual([[Made, contextId]]);
    expect(found).toEqual([Made]);
  });

  it('keeps its own errors from the factory', async () => {
    const late = (result: unknown): FactoryProvider => {
      const provider = factoryOf(() => result);
      const failing = (): never => {
        throw new Error('planted');
      };
      new LateClasses(failing).attach(containerWith(provider));
      return provider;
    };
    class Found {}
    const found = new Found();
    expect(late(found).metatype()).toBe(found);
    const promise = Promise.resolve(new Found());
    expect(late(promise).metatype()).toBe(promise);
    const overridden = Object.assign(Promise.resolve(), {
      then: (): never => {
        throw new Error('observed');
      },
    });
    expect(late(overridden).metatype()).toBe(overridden);
    // An error after the promise would be an unhandled rejection, which fails the test.
    await promise;
  });

  it('restores the factory', () => {
    const factory = () => ({});
    const provider = factoryOf(factory);
    const late = new LateClasses(() => undefined);
    late.attach(containerWith(provider));
    expect(provider.metatype).not.toBe(factory);
    late.detach();
    expect(provider.metatype).toBe(factory);
  });

  it('finds at most 500 classes: a factory may make one for each request', () => {
    const made: unknown[] = [];
    const provider = factoryOf(() => new (class Fresh {})());
    new LateClasses(type => made.push(type)).attach(containerWith(provider));
    for (let i = 0; i < 600; i += 1) provider.metatype();
    expect(made).toHaveLength(500);
  });
});
