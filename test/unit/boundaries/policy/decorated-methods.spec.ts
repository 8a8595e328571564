import { describe, expect, it } from '@jest/globals';
import { SetMetadata } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import { decoratedMethods } from '../../../../lib/boundaries/policy/decorated-methods.js';

const Marked = SetMetadata('marked', true);

class Base {
  @Marked
  inherited(): void {
    // Only its metadata is of interest.
  }
}

class Tasks extends Base {
  @Marked
  own(): void {
    // Only its metadata is of interest.
  }
  other(): void {
    // Not decorated.
  }
  get accessor(): never {
    throw new Error('read');
  }
}

function modulesOf(...wrappers: { metatype?: unknown; instance?: unknown }[]): ModulesContainer {
  const providers = new Map(wrappers.map((wrapper, at) => [at, wrapper]));
  return new Map([
    ['module', { providers, controllers: new Map(), metatype: class OrdersModule {} }],
  ]) as unknown as ModulesContainer;
}
const keysOf = (modules: ModulesContainer, withInstances: boolean): string[] =>
  [...decoratedMethods(modules, 'marked', withInstances)].map(({ key }) => key);

describe('decoratedMethods', () => {
  it('finds own and inherited methods, each once, without reading accessors', () => {
    expect(keysOf(modulesOf({ metatype: Tasks }, { metatype: Base }, { metatype: Tasks }), false)).toEqual([
      'own',
      'inherited',
    ]);
  });

  it('finds those of given instances when these exist', () => {
    const modules = modulesOf({ metatype: null, instance: new Tasks() });
    expect(keysOf(modules, false)).toEqual([]);
    expect(keysOf(modules, true)).toEqual(['own', 'inherited']);
  });

  it('finds a method that another decorator has wrapped, when the wrapper inherits the metadata as Nest reads it', () => {
    class Wrapped {
      run(): void {
        // Only its metadata is of interest.
      }
    }
    const wrapper = Object.setPrototypeOf(() => undefined, Tasks.prototype.own) as () => void;
    Wrapped.prototype.run = wrapper;
    expect(keysOf(modulesOf({ metatype: Wrapped }), false)).toEqual(['run']);
  });

  it('passes odd providers by', () => {
    const hostile = new Proxy(new Tasks(), {
      getPrototypeOf: () => {
        throw new Error('read');
      },
    });
    const odd = [null, undefined, 7, 'text', Object.create(null) as object, () => 1, hostile].map(instance => ({
      instance,
    }));
    expect(keysOf(modulesOf(...odd, { metatype: new Proxy(Tasks, {}) }), true)).toEqual([]);
  });
});
