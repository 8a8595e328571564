import { types } from 'node:util';
import 'reflect-metadata';
import { SHARED } from '../../platform/process-wide.js';
import type { Callable } from '../../tracing/callable.js';

/** On every wrapper of ours: the method below it. */
const ORIGINAL = Symbol.for(`${SHARED}:ORIGINAL`);

/**
 * Makes `wrapper` look like `original`: kind, name, length, own properties and every metadata that other decorators left
 * (guards, routes, cron expressions …).
 *
 * @param wrapper a method in short form: other functions have a `prototype` that cannot be taken off
 * @internal
 */
export function disguise(wrapper: Callable, original: Callable): Callable {
  for (const key of Reflect.ownKeys(original)) {
    if (key === 'arguments' || key === 'caller') continue;
    const descriptor = Object.getOwnPropertyDescriptor(original, key);
    if (descriptor === undefined) continue;
    const isFixed = Object.getOwnPropertyDescriptor(wrapper, key)?.configurable === false;
    Object.defineProperty(wrapper, key, isFixed ? { value: descriptor.value } : { ...descriptor, configurable: true });
  }
  // What asks for `constructor.name` finds an `AsyncFunction`.
  const kind = types.isProxy(original) ? null : (Object.getPrototypeOf(original) as object | null);
  if (kind !== null && kind !== Object.getPrototypeOf(wrapper)) Reflect.setPrototypeOf(wrapper, kind);
  for (const key of Reflect.getOwnMetadataKeys(original) as unknown[]) {
    Reflect.defineMetadata(key, Reflect.getOwnMetadata(key, original), wrapper);
  }
  Object.defineProperty(wrapper, ORIGINAL, { value: original });
  return wrapper;
}

/** Whether `fn` is a wrapper of ours. @internal */
export function isWrapped(fn: unknown): boolean {
  return typeof fn === 'function' && Object.hasOwn(fn, ORIGINAL);
}

/**
 * A function that calls `wrapper`, and that `new` makes what `original` makes; `wrapper` itself, where that is no
 * constructor.
 *
 * @internal
 */
export function constructible(wrapper: Callable, original: Callable): Callable {
  if (!isConstructible(original)) return wrapper;
  const either = function (this: unknown, ...args: unknown[]): unknown {
    if (new.target === undefined) return Reflect.apply(wrapper, this, args);
    return Reflect.construct(original, args, new.target === either ? original : new.target) as unknown;
  };
  return either;
}

/**
 * Only what can be constructed makes a proxy that can be, and the proxy answers itself: nothing of the user's runs. Its
 * refusal costs 20 µs, so that methods, which have no prototype, are not asked; bound functions have none either.
 */
function isConstructible(fn: Callable): boolean {
  if (!Object.hasOwn(fn, 'prototype') && !/\[native code\]/.test(Function.prototype.toString.call(fn))) return false;
  try {
    Reflect.construct(new Proxy(fn, { construct: () => ({}) }), []);
    return true;
  } catch {
    return false;
  }
}

/** Whether `fn` is there for `new`: a class, or a function that gives its instances something. @internal */
export function isConstructor(fn: object): boolean {
  if (/^class\b/.test(Function.prototype.toString.call(fn))) return true;
  if (types.isProxy(fn) || types.isGeneratorFunction(fn)) return false;
  const prototype: unknown = Object.getOwnPropertyDescriptor(fn, 'prototype')?.value;
  if (typeof prototype !== 'object' || prototype === null) return false;
  const base: unknown = Object.getPrototypeOf(prototype);
  const inherits = typeof base === 'object' && base !== null && Object.getPrototypeOf(base) !== null;
  return inherits || Reflect.ownKeys(prototype).some(key => key !== 'constructor');
}
