import { types } from 'node:util';
import { Observable } from 'rxjs';
import { isSkipped } from '../decorators/skip-monitoring.decorator.js';
import { isConstructor, isWrapped } from '../decorators/wrap-method.js';
import type { Callable } from '../../tracing/tracer.interface.js';
import { NEST_OWN } from './application-providers.js';
import { coveredBy } from './covered-method.js';
import { isBuiltIn } from './node-classes.js';
import { recursiveMethods } from './recursive-methods.js';

/** Called by Nest itself, outside every execution or on each one: no step of the application's. */
const NOT_STEPS = [
  'constructor',
  'then',
  'intercept',
  'catch',
  'onModuleInit',
  'onModuleDestroy',
  'onApplicationBootstrap',
  'onApplicationShutdown',
  'beforeApplicationShutdown',
  'configure',
];

/** What every function has. */
const COMMON_KEYS = new Set<string | symbol>(['length', 'name', 'prototype', 'arguments', 'caller']);

/** A method, and the prototype that has it. @internal */
export interface OwnMethod {
  readonly owner: object;
  readonly key: string;
  readonly method: Callable;
}

/** The prototypes of an application's class and of those that it extends, as far as they are not Nest's or Node's. @internal */
export function prototypesOf(type: NewableFunction): object[] {
  const found: object[] = [];
  if (types.isProxy(type)) return found;
  let prototype: unknown = Object.getOwnPropertyDescriptor(type, 'prototype')?.value;
  while (isOpen(prototype)) {
    found.push(prototype);
    prototype = Object.getPrototypeOf(prototype);
  }
  return found;
}

function isOpen(prototype: unknown): prototype is object {
  if (typeof prototype !== 'object' || prototype === null || types.isProxy(prototype)) return false;
  if (prototype === Object.prototype || prototype === Observable.prototype) return false;
  const type: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return !NEST_OWN.has(type) && !isBuiltIn(type);
}

/**
 * The methods that instances have, each from the nearest class. Left out is what may be no method, or would not be the
 * same function with a wrapper in its place: constructors, functions with properties of their own (mocks, caches),
 * generators, plain functions that call themselves, what a decorator of ours covers. Accessors are not read.
 *
 * @internal
 */
export function coverableMethods(prototypes: readonly object[]): OwnMethod[] {
  const found: OwnMethod[] = [];
  const passed = new Set<string>(NOT_STEPS);
  for (const owner of prototypes) {
    for (const [key, { value, configurable }] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
      if (passed.has(key)) continue;
      passed.add(key);
      if (configurable === true && isCoverable(value)) found.push({ owner, key, method: value });
    }
  }
  const bodies = new Map(found.map(({ key, method }) => [key, coveredBy(method)?.method ?? method]));
  const recursive = recursiveMethods(bodies);
  return found.filter(({ key }) => types.isAsyncFunction(bodies.get(key)) || !recursive.has(key));
}

function isCoverable(value: unknown): value is Callable {
  if (typeof value !== 'function' || types.isProxy(value)) return false;
  if (coveredBy(value as Callable) !== undefined) return !isSkipped(value);
  return (
    !isWrapped(value) &&
    !types.isGeneratorFunction(value) &&
    !isSkipped(value) &&
    !isConstructor(value) &&
    Reflect.ownKeys(value).every(key => COMMON_KEYS.has(key)) &&
    canReturn(value)
  );
}

/** Whether anything but `undefined` may come back. */
function canReturn(value: object): boolean {
  return types.isAsyncFunction(value) || /\breturn\b|=>/.test(Function.prototype.toString.call(value));
}
