import { describe, expect, it } from '@jest/globals';
import { WrappedMethod } from '../../../../../lib/instrumentation/libraries/wrapping/wrapped-method.js';
import type { Callable } from '../../../../../lib/tracing/callable.js';

type Greeter = { greet: Callable };

describe('WrappedMethod', () => {
  const setUp = (): { owner: Greeter; original: Callable; method: WrappedMethod; calls: unknown[][] } => {
    class Owner {
      greet(name: unknown): unknown {
        return `hello ${String(name)}`;
      }
    }
    const owner = Owner.prototype as unknown as Greeter;
    const calls: unknown[][] = [];
    const method = new WrappedMethod(owner, 'greet', before => {
      return function (this: unknown, ...args: unknown[]): unknown {
        calls.push(args);
        return Reflect.apply(before, this, args);
      };
    });
    return { owner, original: owner.greet, method, calls };
  };

  it('replaces the method, with all that shows of it', () => {
    const { owner, original, method, calls } = setUp();
    const before = Object.getOwnPropertyDescriptor(owner, 'greet');
    method.install();
    expect(owner.greet).not.toBe(original);
    expect(owner.greet('you')).toBe('hello you');
    expect(calls).toEqual([['you']]);
    expect([owner.greet.name, owner.greet.length]).toEqual([original.name, original.length]);
    expect({ ...Object.getOwnPropertyDescriptor(owner, 'greet'), value: original }).toEqual(before);
  });

  it('puts the original back', () => {
    const { owner, original, method } = setUp();
    method.install();
    expect(method.remove()).toBe(true);
    expect(owner.greet).toBe(original);
  });

  it('stays below the wrapper of another tool, and is not added twice', () => {
    const { owner, method, calls } = setUp();
    method.install();
    const ours = owner.greet;
    const theirs: Callable = function (this: unknown, ...args) {
      return Reflect.apply(ours, this, args);
    };
    owner.greet = theirs;
    expect(method.remove()).toBe(false);
    expect(owner.greet).toBe(theirs);
    method.install();
    expect(owner.greet).toBe(theirs);
    owner.greet('you');
    expect(calls).toHaveLength(1);
    owner.greet = ours;
    expect(method.remove()).toBe(true);
  });

  it('is in use again when another tool has put the original back', () => {
    const { owner, original, method, calls } = setUp();
    method.install();
    const ours = owner.greet;
    owner.greet = original;
    method.install();
    expect(owner.greet).toBe(ours);
    owner.greet('you');
    expect(calls).toHaveLength(1);
  });

  it('leaves what it cannot replace', () => {
    const owner = Object.freeze({ greet: (): string => 'frozen' });
    const method = new WrappedMethod(owner, 'greet', () => () => 'wrapped');
    method.install();
    new WrappedMethod(owner, 'missing', () => () => 'wrapped').install();
    expect(owner.greet()).toBe('frozen');
    expect(method.remove()).toBe(true);
  });
});
