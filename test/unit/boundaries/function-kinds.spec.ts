import { describe, expect, it } from '@jest/globals';
import { MethodPatcher } from '../../../lib/boundaries/method-patcher.js';
import { disguise } from '../../../lib/decorators/wrap-method.js';
import type { Callable, Tracer } from '../../../lib/execution/tracer.interface.js';
import { Profile } from '../../../lib/index.js';

class Plain {
  async one(_first: number): Promise<number> {
    return 1;
  }
  two(): number {
    return 2;
  }
  *three(): Generator<number> {
    yield 3;
  }
  async *four(): AsyncGenerator<number> {
    yield 4;
  }
}

@Profile()
class Profiled extends Plain {
  override async one(_first: number): Promise<number> {
    return 1;
  }
  override two(): number {
    return 2;
  }
  override *three(): Generator<number> {
    yield 3;
  }
  override async *four(): AsyncGenerator<number> {
    yield 4;
  }
}

/** All that tells one kind of function from another, and none of what makes it another function. */
function kindOf(method: object): unknown[] {
  return [
    method.constructor.name,
    Object.getPrototypeOf(method),
    Object.prototype.toString.call(method),
    Object.hasOwn(method, 'prototype'),
    Reflect.get(method, 'length'),
    Reflect.get(method, 'name'),
  ];
}

describe('A method that is covered', () => {
  it.each(['one', 'two', 'three', 'four'] as const)('keeps its kind when it is decorated: %s', name => {
    const profiled = Profiled.prototype[name] as unknown as Callable;
    expect(kindOf(profiled)).toEqual(kindOf(Plain.prototype[name]));
  });

  it('is what its generators are instances of', () => {
    expect(new Profiled().three() instanceof (Profiled.prototype.three as unknown as new () => object)).toBe(true);
    expect([...new Profiled().three()]).toEqual([3]);
  });

  it('keeps its kind when it is patched', () => {
    const instance = new Plain();
    const original = kindOf(instance.one);
    new MethodPatcher({} as unknown as Tracer).patch(instance, 'Plain');
    expect(Object.hasOwn(instance, 'one')).toBe(true);
    expect(kindOf(instance.one)).toEqual(original);
  });

  it('is asked nothing when it is a proxy', () => {
    const proxy = new Proxy(() => 1, {
      getPrototypeOf: () => {
        throw new Error('asked for its prototype');
      },
    });
    const { wrapper } = { wrapper: (): unknown => proxy() };
    expect(disguise(wrapper, proxy)()).toBe(1);
  });
});
