import { types } from 'node:util';
import { Observable, type Subscriber } from 'rxjs';
import type { Callable } from './callable.js';
import { isCovered } from './covering-span.js';
import type { Span } from './execution.js';
import { spanStorage } from './execution-context.js';

/** Prototypes of most values: the search ends here. */
const PLAIN = new Set<unknown>([Object.prototype, Promise.prototype]);

/**
 * Reads no property of the value, as the user's properties may have effects or throw. `instanceof` is not used, as it
 * runs the traps of a proxy among the prototypes.
 *
 * @internal
 */
export function isObservable(value: unknown): value is Observable<unknown> {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  let prototype: unknown = Object.getPrototypeOf(value);
  while (prototype !== Observable.prototype) {
    if (prototype === null || PLAIN.has(prototype) || types.isProxy(prototype)) return false;
    prototype = Object.getPrototypeOf(prototype);
  }
  return true;
}

/** The method for subscriptions to an Observable. Runs no getter and no trap of a proxy: both are the user's code. @internal */
export function subscribeOf(source: object): Callable | undefined {
  let owner: unknown = source;
  while (typeof owner === 'object' && owner !== null && !types.isProxy(owner)) {
    const property = Object.getOwnPropertyDescriptor(owner, 'subscribe');
    if (property !== undefined) {
      const value: unknown = property.value;
      return typeof value === 'function' && !types.isProxy(value) ? (value as Callable) : undefined;
    }
    owner = Object.getPrototypeOf(owner);
  }
  return undefined;
}

/** Replaces the method of this one Observable, which stays cold and the same object. @internal */
export function replaceSubscribe(source: object, value: Callable): void {
  Reflect.defineProperty(source, 'subscribe', { value, writable: true, configurable: true, enumerable: false });
}

/**
 * Sources emit in the async context of their connection, mostly that of the request that opened it. The receiver goes on in
 * its own.
 *
 * @internal
 */
export function deliver(
  receiver: Span | undefined,
  subscriber: Subscriber<unknown>,
  kind: 'next' | 'error' | 'complete',
  value: unknown,
): void {
  const running = spanStorage.getStore();
  const isOwn = receiver !== undefined && running?.execution === receiver.execution && !isCovered(running);
  if (receiver === undefined || receiver.execution.finished || isOwn) subscriber[kind](value);
  else receiver.execution.tracer.run(receiver, subscriber[kind] as Callable, subscriber, [value]);
}
