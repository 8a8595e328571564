import { types } from 'node:util';
import { Observable } from 'rxjs';
import { CLIENT_STEPS, isClientPrototype } from '../client-prototype.js';
import { isSkipped } from '../decorators/skip-monitoring.decorator.js';
import { isConstructor, isWrapped } from '../decorators/wrap-method.js';
import type { Callable } from '../../tracing/callable.js';
import { NEST_OWN } from '../../tracing/application-modules.js';
import { coveredBy } from './covered-method.js';
import { isBuiltIn } from './node-classes.js';
import { isNestStage, STAGE_METHODS } from '../stages/stage-methods.js';
import { recursiveMethods } from './recursive-methods.js';

/** Nest itself calls these, outside all executions. Of stages, it calls `intercept` and `catch`: see `stages/`. */
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

/** Metadata keys of classes whose method of this name has a span as a handler: of BullMQ, CQRS and nest-commander. */
const HANDLER_CLASSES: readonly (readonly [metadataKey: string, method: string])[] = [
  ['bullmq:processor_metadata', 'process'],
  ['__commandHandler__', 'execute'],
  ['__queryHandler__', 'execute'],
  ['__eventsHandler__', 'handle'],
  ['CommandBuilder:Command:Meta', 'run'],
  ['CommandBuilder:Subcommand:Meta', 'run'],
  ['CommandBuilder:RootCommand:Meta', 'run'],
];

/** The own keys of every function. */
const COMMON_KEYS = new Set<string | symbol>(['length', 'name', 'prototype', 'arguments', 'caller']);

/** A method, and the prototype that has it. @internal */
export interface OwnMethod {
  readonly owner: object;
  readonly key: string;
  readonly method: Callable;
}

/**
 * The prototypes of a class and of its base classes, up to the first class of Nest, Node or RxJS.
 *
 * @param isStage the class is a stage: those of Nest's own stages that have spans are included
 * @internal
 */
export function prototypesOf(type: NewableFunction, isStage = false): object[] {
  const found: object[] = [];
  if (types.isProxy(type)) return found;
  let prototype: unknown = Object.getOwnPropertyDescriptor(type, 'prototype')?.value;
  while (isApplicationPrototype(prototype, isStage)) {
    found.push(prototype);
    prototype = Object.getPrototypeOf(prototype);
  }
  return found;
}

function isApplicationPrototype(prototype: unknown, isStage: boolean): prototype is object {
  if (typeof prototype !== 'object' || prototype === null || types.isProxy(prototype)) return false;
  if (prototype === Object.prototype || prototype === Observable.prototype) return false;
  const type: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return NEST_OWN.has(type) ? isStage && isNestStage(type) : !isBuiltIn(type);
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
 * @param isStage only the methods of a stage. They may return nothing, as filters do.
 * @internal
 */
export function coverableMethods(prototypes: readonly object[], isStage = false): OwnMethod[] {
  const found: OwnMethod[] = [];
  const passed = new Set<string>([...(isStage ? [] : NOT_STEPS), ...handlersIn(prototypes)]);
  // The other methods of a client of microservices run for the answers of all requests.
  const isClient = prototypes.some(isClientPrototype);
  for (const owner of prototypes) {
    for (const [key, { value, configurable }] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
      if (passed.has(key)) continue;
      passed.add(key);
      if ((key === 'use' && isMiddleware(value)) || (isClient && !CLIENT_STEPS.has(key))) continue;
      const mayReturnNothing = isStage && STAGE_METHODS.has(key);
      if (configurable === true && isCoverable(value) && (mayReturnNothing || canReturn(value)))
        found.push({ owner, key, method: value });
    }
  }
  const bodies = new Map(found.map(({ key, method }) => [key, coveredBy(method)?.method ?? method]));
  const recursive = recursiveMethods(bodies);
  return found.filter(
    ({ key }) =>
      (!isStage || STAGE_METHODS.has(key)) && (types.isAsyncFunction(bodies.get(key)) || !recursive.has(key)),
  );
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
    Reflect.ownKeys(value).every(key => COMMON_KEYS.has(key))
  );
}

function handlersIn(prototypes: readonly object[]): string[] {
  const classes = prototypes.map(each => Object.getOwnPropertyDescriptor(each, 'constructor')?.value as unknown);
  const isDecorated = (key: string): boolean =>
    classes.some(type => typeof type === 'function' && Reflect.hasMetadata(key, type));
  return HANDLER_CLASSES.filter(([key]) => isDecorated(key)).map(([, method]) => method);
}

/** The boundary opens spans for middleware: only there the call to `next()` is known. */
function isMiddleware(use: unknown): boolean {
  return typeof use === 'function' && use.length === 3;
}

/** False if the method always returns `undefined`. */
function canReturn(value: object): boolean {
  return types.isAsyncFunction(value) || /\breturn\b|=>/.test(Function.prototype.toString.call(value));
}
