import { types } from 'node:util';
import { className } from '../../platform/class-name.js';
import { spanStorage, tracerOf } from '../../tracing/execution-context.js';
import type { CallSite } from '../../tracing/call-site.js';
import { MAX_DEPTH } from '../../tracing/span-limits.js';
import { traceIterator } from '../../tracing/trace-iterator.js';
import type { Callable } from '../../tracing/callable.js';
import { SHARED } from '../../platform/process-wide.js';
import { parseDuration } from '../../options/parse-duration.js';
import type { Duration } from '../../options/option-values.interface.js';
import { constructible, disguise, isConstructor, isWrapped } from './wrap-method.js';

/** Key of the threshold on a wrapper. */
const THRESHOLD = Symbol.for(`${SHARED}:PROFILE_THRESHOLD`);

/**
 * Options of {@link Profile}. `@Profile('name')` is short for `@Profile({ name: 'name' })`.
 *
 * @publicApi
 */
export interface ProfileOptions {
  /**
   * The name of the span or execution. On a class, it replaces the name of the class in the names of all its methods.
   *
   * @default 'Class.method'
   */
  name?: string;
  /**
   * A call outside every execution (request, message, job) is slow from this duration on.
   *
   * @default the option `threshold`
   */
  threshold?: Duration;
}

/**
 * Profiles a method, or all methods of a class. Inside a watched execution each call is a span. Outside, a call is an
 * execution of its own, and raises an alert when it is slow.
 *
 * Works on synchronous and asynchronous methods. A returned Observable is measured from subscription to end, a generator
 * from its first step to its last. Nest or `new` may have made the instance.
 *
 * `this`, arguments, the returned value and a thrown error pass through unchanged. Without the module in the process the
 * method runs as if it had no decorator.
 *
 * @throws TypeError when the decorated member is no method, or `threshold` is no duration
 * @example
 * @Profile()                                          // OrdersService.sync
 * async sync() { … }
 *
 * @Profile({ name: 'nightly import', threshold: '5m' })
 * async import() { … }
 *
 * @publicApi
 */
export function Profile(nameOrOptions: string | ProfileOptions = {}): ClassDecorator & MethodDecorator {
  const options = typeof nameOrOptions === 'string' ? { name: nameOrOptions } : nameOrOptions;
  const thresholdMs = options.threshold === undefined ? undefined : parseDuration(options.threshold);
  if (options.threshold !== undefined && thresholdMs === undefined) {
    throw new TypeError(
      `@Profile(): threshold '${options.threshold}' is not a duration; give milliseconds or a string like '1.5s'`,
    );
  }
  const decorate = (
    target: object,
    key?: string | symbol,
    descriptor?: PropertyDescriptor,
  ): PropertyDescriptor | undefined => {
    if (key === undefined) {
      profileClass(target as Callable, options.name, thresholdMs);
      return undefined;
    }
    const method: unknown = descriptor?.value;
    if (typeof method !== 'function')
      throw new TypeError(`@Profile() works on methods and classes only, not on '${String(key)}'`);
    return { ...descriptor, value: profiled(method as Callable, options.name ?? nameOf(target, key), thresholdMs) };
  };
  return decorate as ClassDecorator & MethodDecorator;
}

function profileClass(target: Callable, name: string | undefined, thresholdMs: number | undefined): void {
  const prototype = target.prototype as object;
  for (const key of Reflect.ownKeys(prototype)) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
    const method: unknown = descriptor?.value;
    if (key === 'constructor' || descriptor?.configurable !== true || typeof method !== 'function') continue;
    if (isWrapped(method) || isConstructor(method)) continue;
    const value = profiled(method as Callable, `${name ?? className(target)}.${String(key)}`, thresholdMs);
    Object.defineProperty(prototype, key, { ...descriptor, value });
  }
}

function profiled(method: Callable, name: string, thresholdMs: number | undefined): Callable {
  const site: CallSite = {
    name,
    kind: 'profile',
    isAsync: isAsyncFunction(method),
    returnsObservable: false,
    isLearning: false,
    asExecution: { kind: 'function', thresholdMs },
  };
  if (types.isGeneratorFunction(method)) {
    const { iterated } = {
      iterated(this: unknown, ...args: unknown[]): unknown {
        const iterator = Reflect.apply(method, this, args) as object;
        traceIterator(iterator, site, thresholdMs, this);
        return iterator;
      },
    };
    return disguise(iterated, method);
  }
  const { called } = {
    called(this: unknown, ...args: unknown[]): unknown {
      const parent = spanStorage.getStore();
      if (parent !== undefined && !parent.execution.finished) {
        if (parent.depth >= MAX_DEPTH) return Reflect.apply(method, this, args);
        return parent.execution.tracer.callInSpan(parent, site, method, this, args);
      }
      const tracer = tracerOf(this);
      if (tracer === undefined) return Reflect.apply(method, this, args);
      return tracer.callAsExecution('function', site, thresholdMs, method, this, args);
    },
  };
  const wrapper = disguise(constructible(called, method), method);
  Object.defineProperty(wrapper, THRESHOLD, { value: thresholdMs });
  return wrapper;
}

/** The threshold of a method with `@Profile()`, in milliseconds, if it was given one. @internal */
export function profileThresholdOf(method: object): number | undefined {
  return Object.getOwnPropertyDescriptor(method, THRESHOLD)?.value as number | undefined;
}

/** `types.isAsyncFunction` is also true for async generators. */
function isAsyncFunction(method: Callable): boolean {
  return types.isAsyncFunction(method) && !types.isGeneratorFunction(method);
}

function nameOf(target: object, key: string | symbol): string {
  const owner = typeof target === 'function' ? target : target.constructor;
  return `${className(owner)}.${String(key)}`;
}
