import { describe, expect, it } from '@jest/globals';
import type { ModulesContainer } from '@nestjs/core';
import { LateClasses } from '../../../../lib/instrumentation/providers/late-classes.js';

interface FactoryProvider {
  isNotMetatype: boolean;
  metatype: (...args: unknown[]) => unknown;
  isTransient: boolean;
  isDependencyTreeStatic(): boolean;
}

function containerWith(provider: FactoryProvider): ModulesContainer {
  const module = { metatype: class AppModule {}, providers: new Map<unknown, unknown>([['token', provider]]) };
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
