import { EventEmitter } from 'node:events';
import { types } from 'node:util';
import type { GivenProvider } from './application-providers.js';
import { prototypesOf } from './coverable-methods.js';
import { isObservable } from '../../tracing/observables.js';

/**
 * The class of an instance that a value or a factory gave. Its methods get spans like those of a class that Nest
 * instantiates.
 *
 * Left out are plain objects, proxies, functions, and instances of the classes of Nest, Node and RxJS. Emitters are left
 * out, too: mostly they are clients of databases and queues, whose methods call each other for each request.
 *
 * @internal
 */
export function givenClass(instance: unknown): NewableFunction | undefined {
  if (typeof instance !== 'object' || instance === null || types.isProxy(instance)) return undefined;
  const prototype: unknown = Object.getPrototypeOf(instance);
  if (typeof prototype !== 'object' || prototype === null || types.isProxy(prototype)) return undefined;
  const type: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  if (typeof type !== 'function' || types.isProxy(type)) return undefined;
  const chain = prototypesOf(type);
  if (chain[0] !== prototype || isObservable(instance) || reaches(prototype, EventEmitter.prototype)) return undefined;
  return type;
}

/** The instances of a value or a factory that exist by now. @internal */
export function givenInstances(provider: GivenProvider): unknown[] {
  if (!provider.isDependencyTreeStatic()) return [];
  if (!provider.isTransient) return [provider.instance];
  return provider.getStaticTransientInstances().map(host => host?.instance);
}

/** Uses no `instanceof`, which runs the code of a class. */
function reaches(from: object, base: object): boolean {
  let at: unknown = from;
  while (typeof at === 'object' && at !== null && !types.isProxy(at)) {
    if (at === base) return true;
    at = Object.getPrototypeOf(at);
  }
  return false;
}
