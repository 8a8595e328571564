import 'reflect-metadata';
import type { Callable } from '../execution/tracer.interface.js';

/** On every wrapper of ours: the method below it. */
const ORIGINAL = Symbol('PERFORMANCE_MONITOR:ORIGINAL');

/**
 * Makes `wrapper` look like `original`: name, length, own properties and every metadata that other decorators left
 * (guards, routes, cron expressions …).
 *
 * @internal
 */
export function disguise(wrapper: Callable, original: Callable): Callable {
  for (const key of Reflect.ownKeys(original)) {
    if (key === 'prototype' || key === 'arguments' || key === 'caller') continue;
    const descriptor = Object.getOwnPropertyDescriptor(original, key);
    if (descriptor !== undefined) Object.defineProperty(wrapper, key, { ...descriptor, configurable: true });
  }
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
