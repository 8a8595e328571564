import { describe, expect, it } from '@jest/globals';
import { MethodPatcher } from '../../../../lib/instrumentation/providers/method-patcher.js';
import { disguise } from '../../../../lib/instrumentation/decorators/wrap-method.js';
import type { Callable } from '../../../../lib/tracing/callable.js';
import { Profile } from '../../../../lib/index.js';

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

interface PartType {
  new (value: number): { value: number; total(): number };
}

/** Constructor functions in the style before ES2015 classes; the second one gives its instances a method. */
function newParts() {
  const make = (): PartType =>
    function (this: { value: number }, value: number): number | undefined {
      this.value = value;
      return undefined;
    } as unknown as PartType;
  const parts = { Part: make(), Whole: make() };
  Object.assign(parts.Whole.prototype as object, {
    total(this: { value: number }): number {
      return this.value;
    },
  });
  return parts;
}

/** All properties that distinguish kinds of functions, and none that distinguish two functions of a kind. */
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

describe('A covered method', () => {
  it.each(['one', 'two', 'three', 'four'] as const)('keeps its kind when it is decorated: %s', name => {
    const profiled = Profiled.prototype[name] as unknown as Callable;
    expect(kindOf(profiled)).toEqual(kindOf(Plain.prototype[name]));
  });

  it('is the class of its generators', () => {
    expect(new Profiled().three() instanceof (Profiled.prototype.three as unknown as new () => object)).toBe(true);
    expect([...new Profiled().three()]).toEqual([3]);
  });

  it('keeps its kind when it is patched', () => {
    class Patched extends Plain {}
    const { one } = Plain.prototype;
    const original = kindOf(one);
    new MethodPatcher().patch([Patched]);
    expect(Plain.prototype.one).not.toBe(one);
    expect(kindOf(Plain.prototype.one)).toEqual(original);
  });

  it('stays a constructor if it was one', () => {
    const parts = newParts();
    class Library {}
    Object.assign(Library.prototype, parts);
    new MethodPatcher().patch([Library]);
    const { Part, Whole } = Library.prototype as unknown as ReturnType<typeof newParts>;
    expect(Part).not.toBe(parts.Part);
    expect(Whole).toBe(parts.Whole);
    const part = new Part(5);
    expect([part.value, part instanceof Part, part instanceof parts.Part, Object.getPrototypeOf(part)]).toEqual([
      5,
      true,
      true,
      parts.Part.prototype,
    ]);
    class Special extends Part {}
    expect(new Special(6)).toMatchObject({ value: 6 });
    expect(new Special(6)).toBeInstanceOf(Special);
  });

  it('stays a constructor, or none, when it is decorated', () => {
    const parts = newParts();
    class Library {
      method(): number {
        return 1;
      }
    }
    Object.assign(Library.prototype, parts);
    Profile()(Library);
    const library = new Library() as Library & ReturnType<typeof newParts>;
    expect(new library.Part(7).value).toBe(7);
    expect(new library.Whole(7).total()).toBe(7);
    expect(() => new (library.method as unknown as new () => object)()).toThrow(TypeError);
    expect(library.method()).toBe(1);
  });

  it('is not read when it is a proxy', () => {
    const proxy = new Proxy(() => 1, {
      getPrototypeOf: () => {
        throw new Error('prototype was read');
      },
    });
    const { wrapper } = { wrapper: (): unknown => proxy() };
    expect(disguise(wrapper, proxy)()).toBe(1);
  });
});
