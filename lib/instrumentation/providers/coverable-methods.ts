import { types } from 'node:util';
import { Observable } from 'rxjs';
import { className } from '../../platform/class-name.js';
import { isSkipped } from '../decorators/skip-monitoring.decorator.js';
import { isConstructor, isWrapped } from '../decorators/wrap-method.js';
import type { Callable } from '../../tracing/callable.js';
import { NEST_OWN } from './application-providers.js';
import { coveredBy } from './covered-method.js';
import { isBuiltIn } from './node-classes.js';
import { recursiveMethods } from './recursive-methods.js';

/** Nest itself calls these, outside all executions or in each one: they are no steps of the application. */
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

/**
 * Metadata keys of handlers that have a span as such: GraphQL's `@Query()`, `@Mutation()` and `@Subscription()`, and
 * `@Cron()`, `@Interval()`, `@Timeout()` and `@OnEvent()`. Their packages may not be installed.
 */
const HANDLER_METADATA = ['graphql:resolver_type', 'SCHEDULER_TYPE', 'EVENT_LISTENER_METADATA'];

/** Metadata key of BullMQ's `@Processor()`. Its `process()` has a span as a handler. */
const PROCESSOR_METADATA = 'bullmq:processor_metadata';

/** The methods of a client of microservices that the application calls. */
const CLIENT_STEPS = new Set(['send', 'emit']);

/** The own keys of every function. */
const COMMON_KEYS = new Set<string | symbol>(['length', 'name', 'prototype', 'arguments', 'caller']);

/** A method, and the prototype that has it. @internal */
export interface OwnMethod {
  readonly owner: object;
  readonly key: string;
  readonly method: Callable;
}

/** The prototypes of a class and of its base classes, up to the first class of Nest, Node or RxJS. @internal */
export function prototypesOf(type: NewableFunction): object[] {
  const found: object[] = [];
  if (types.isProxy(type)) return found;
  let prototype: unknown = Object.getOwnPropertyDescriptor(type, 'prototype')?.value;
  while (isApplicationPrototype(prototype)) {
    found.push(prototype);
    prototype = Object.getPrototypeOf(prototype);
  }
  return found;
}

function isApplicationPrototype(prototype: unknown): prototype is object {
  if (typeof prototype !== 'object' || prototype === null || types.isProxy(prototype)) return false;
  if (prototype === Object.prototype || prototype === Observable.prototype) return false;
  const type: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return !NEST_OWN.has(type) && !isBuiltIn(type);
}

/**
 * The methods of a class's instances that a wrapper can replace, each from the nearest class.
 *
 * Left out are:
 *
 * - constructors, generators and accessors,
 * - functions with own properties, such as mocks and caches,
 * - synchronous methods that call themselves,
 * - synchronous methods that never return a value,
 * - root resolvers of GraphQL, scheduled methods, listeners of events and processors of jobs, which have a span as handlers,
 * - methods that a decorator of this package wraps or skips.
 *
 * @internal
 */
export function coverableMethods(prototypes: readonly object[]): OwnMethod[] {
  const found: OwnMethod[] = [];
  const passed = new Set<string>(NOT_STEPS);
  const isClient = prototypes.some(isClientProxy);
  const isProcessor = prototypes.some(hasProcessorMetadata);
  for (const owner of prototypes) {
    for (const [key, { value, configurable }] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
      if (passed.has(key)) continue;
      passed.add(key);
      if (key === 'process' && isProcessor) continue;
      if ((key === 'use' && isMiddleware(value)) || (isClient && !CLIENT_STEPS.has(key))) continue;
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
    !HANDLER_METADATA.some(key => Reflect.hasMetadata(key, value)) &&
    !isConstructor(value) &&
    Reflect.ownKeys(value).every(key => COMMON_KEYS.has(key)) &&
    canReturn(value)
  );
}

/** Nest's client of microservices. Its package may not be installed. Its other methods run for the answers of all requests. */
function isClientProxy(prototype: object): boolean {
  const type: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return className(type) === 'ClientProxy' && [...CLIENT_STEPS].every(key => Object.hasOwn(prototype, key));
}

function hasProcessorMetadata(prototype: object): boolean {
  const type: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return typeof type === 'function' && Reflect.hasMetadata(PROCESSOR_METADATA, type);
}

/** The boundary opens spans for middleware: only there the call to `next()` is known. */
function isMiddleware(use: unknown): boolean {
  return typeof use === 'function' && use.length === 3;
}

/** False if the method always returns `undefined`. */
function canReturn(value: object): boolean {
  return types.isAsyncFunction(value) || /\breturn\b|=>/.test(Function.prototype.toString.call(value));
}
