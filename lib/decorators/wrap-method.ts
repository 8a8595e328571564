import { types } from 'node:util';
import 'reflect-metadata';
import { SHARED } from '../execution/process-wide.js';
import type { Callable } from '../execution/tracer.interface.js';

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
    if (key === 'arguments' || key === 'caller' || (key === 'prototype' && Object.hasOwn(wrapper, key))) continue;
    const descriptor = Object.getOwnPropertyDescriptor(original, key);
    if (descriptor !== undefined) Object.defineProperty(wrapper, key, { ...descriptor, configurable: true });
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
