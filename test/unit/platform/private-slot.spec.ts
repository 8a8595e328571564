import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { PrivateSlot } from '../../../lib/platform/private-slot.js';

describe('PrivateSlot', () => {
  it('has one value for each object', () => {
    const slot = new PrivateSlot<object, number>();
    const [one, other] = [{}, {}];
    slot.set(one, 1);
    slot.set(other, 2);
    slot.set(one, 3);
    expect([slot.get(one), slot.get(other), slot.get({})]).toEqual([3, 2, undefined]);
    slot.set(one, undefined);
    expect(slot.get(one)).toBeUndefined();
  });

  it('shares nothing with other slots', () => {
    const [slot, another] = [new PrivateSlot<object, string>(), new PrivateSlot<object, string>()];
    const object = {};
    slot.set(object, 'a');
    expect(another.get(object)).toBeUndefined();
    another.set(object, 'b');
    expect([slot.get(object), another.get(object)]).toEqual(['a', 'b']);
  });

  it.each([
    ['a promise', () => Promise.resolve(1)],
    [
      'a class instance',
      () =>
        new (class A {
          b = 1;
        })(),
    ],
    ['an object without a prototype', () => Object.create(null) as object],
    ['a proxy', () => new Proxy({}, { set: () => false, defineProperty: () => false })],
  ])('leaves %s as it was', (_, make) => {
    const object = make();
    const facts = () => [
      Reflect.ownKeys(object),
      Object.getPrototypeOf(object),
      inspect(object, { showHidden: true }),
      Object.isExtensible(object),
    ];
    const before = facts();
    const slot = new PrivateSlot<object, number>();
    slot.set(object, 7);
    expect(slot.get(object)).toBe(7);
    expect(facts()).toEqual(before);
  });

  it.each([
    ['frozen', Object.freeze({ a: 1 })],
    ['sealed', Object.seal({ a: 1 })],
    ['a frozen promise', Object.freeze(Promise.resolve())],
  ])('has a value for objects without room for fields: %s', (_, object) => {
    const slot = new PrivateSlot<object, number>();
    slot.set(object, 1);
    expect(slot.get(object)).toBe(1);
    slot.set(object, undefined);
    expect(slot.get(object)).toBeUndefined();
  });

  it('has the value of an object that is frozen later', () => {
    const slot = new PrivateSlot<object, number>();
    const object = { a: 1 };
    slot.set(object, 1);
    Object.freeze(object);
    expect(slot.get(object)).toBe(1);
    slot.set(object, 2);
    expect(slot.get(object)).toBe(2);
    slot.set(object, undefined);
    expect(slot.get(object)).toBeUndefined();
  });

  it('leaves promises that code awaits as they were', async () => {
    const slot = new PrivateSlot<object, number>();
    const promise = new Promise(resolve => setImmediate(resolve, 'value'));
    slot.set(promise, 1);
    expect(await promise).toBe('value');
    expect(await Promise.all([promise, promise.then(String)])).toEqual(['value', 'value']);
    expect(Promise.resolve(promise)).toBe(promise);
  });
});
