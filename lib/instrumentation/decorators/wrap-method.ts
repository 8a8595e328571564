import { types } from 'node:util';
import 'reflect-metadata';
import { SHARED } from '../../platform/process-wide.js';
import type { Callable } from '../../tracing/callable.js';

/** Key of the original method on a wrapper. */
const ORIGINAL = Symbol.for(`${SHARED}:ORIGINAL`);

/**
 * Gives `wrapper` all that is observable of `original`: kind, name, length, own properties and the metadata of other
 * decorators (guards, routes, cron expressions …).
 *
 * @param wrapper a method in short form: other functions have a `prototype` that cannot be removed
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
  // Libraries recognize async functions by `constructor.name`.
  const kind = types.isProxy(original) ? null : (Object.getPrototypeOf(original) as object | null);
  if (kind !== null && kind !== Object.getPrototypeOf(wrapper)) Reflect.setPrototypeOf(wrapper, kind);
  for (const key of Reflect.getOwnMetadataKeys(original) as unknown[]) {
    Reflect.defineMetadata(key, Reflect.getOwnMetadata(key, original), wrapper);
  }
  Object.defineProperty(wrapper, ORIGINAL, { value: original });
  return wrapper;
}

/** True when `fn` is a wrapper. @internal */
export function isWrapped(fn: unknown): boolean {
  return typeof fn === 'function' && Object.hasOwn(fn, ORIGINAL);
}

/**
 * Makes `wrapper` constructible when `original` is: a call runs `wrapper`, and `new` constructs `original`.
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
 * A proxy of a function is constructible only when the function is, and its own trap answers: no code of the user runs.
 * The refusal costs 20 µs. Methods are excluded before, as they have no prototype. Bound functions have none either.
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

/** True for a class, and for a function whose prototype gives its instances members. @internal */
export function isConstructor(fn: object): boolean {
  if (/^class\b/.test(Function.prototype.toString.call(fn))) return true;
  if (types.isProxy(fn) || types.isGeneratorFunction(fn)) return false;
  const prototype: unknown = Object.getOwnPropertyDescriptor(fn, 'prototype')?.value;
  if (typeof prototype !== 'object' || prototype === null) return false;
  const base: unknown = Object.getPrototypeOf(prototype);
  const inherits = typeof base === 'object' && base !== null && Object.getPrototypeOf(base) !== null;
  return inherits || Reflect.ownKeys(prototype).some(key => key !== 'constructor');
}
