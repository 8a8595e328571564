import { types } from 'node:util';
import { isObservable } from 'rxjs';
import { disguise, isWrapped } from '../decorators/wrap-method.js';
import { spanStorage } from '../execution/execution-context.js';
import type { SpanSite } from '../execution/span-site.js';
import { traceSubscriptions } from '../execution/trace-observable.js';
import type { Callable, Tracer } from '../execution/tracer.interface.js';

/** Calls of a plain function after which it counts as synchronous, and is left alone for good. */
export const LEARNING_CALLS = 50;

/** Called by Nest itself, outside every execution or on each one: no step of the application's. */
const NOT_STEPS = new Set([
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
]);

interface Patch {
  readonly target: object;
  readonly key: string;
  readonly wrapper: Callable;
  /** What the target itself had under this name; `undefined` when it inherited the method. */
  readonly own: PropertyDescriptor | undefined;
}

/**
 * Replaces methods in place by ones that open a span, and puts them back. Which plain functions return promises is learnt
 * from their first calls; those that do not are put back at once, so that synchronous code runs untouched.
 *
 * @internal
 */
export class MethodPatcher {
  private readonly patches = new Map<Callable, Patch>();

  constructor(private readonly tracer: Tracer) {}

  /** @param target an instance, or the prototype of a class whose instances are made later */
  patch(target: object, className: string): void {
    for (const [key, method] of methodsOf(target)) {
      const site: SpanSite = { name: `${className}.${key}`, kind: 'provider', isAsync: types.isAsyncFunction(method), returnsObservable: false };
      const wrapper = site.isAsync ? this.traced(method, site) : this.learning(target, key, method, site);
      this.replace(target, key, disguise(wrapper, method));
    }
  }

  /** Puts back every method that nobody replaced after us. What somebody still holds passes calls through. */
  restore(): void {
    for (const wrapper of [...this.patches.keys()]) this.undo(wrapper);
  }

  private traced(method: Callable, site: SpanSite): Callable {
    const { tracer } = this;
    return function (this: unknown, ...args: unknown[]): unknown {
      const parent = spanStorage.getStore();
      if (parent === undefined || parent.execution.tracer !== tracer || parent.execution.finished) {
        return Reflect.apply(method, this, args);
      }
      return tracer.callInSpan(parent, site, method, this, args);
    };
  }

  private learning(target: object, key: string, method: Callable, site: SpanSite): Callable {
    const { tracer } = this;
    const learnt = (wrapper: Callable): void => {
      this.undo(probe);
      if (wrapper !== method) this.replace(target, key, disguise(wrapper, method));
    };
    let calls = 0;
    const probe = function (this: unknown, ...args: unknown[]): unknown {
      const result = Reflect.apply(method, this, args);
      if (types.isPromise(result) || (typeof result === 'object' && result !== null && isObservable(result))) {
        if (!types.isPromise(result)) traceSubscriptions(result as Parameters<typeof traceSubscriptions>[0], site, tracer);
        learnt(traced);
      } else if (++calls === LEARNING_CALLS) {
        learnt(method);
      }
      return result;
    };
    const traced = this.traced(method, site);
    return probe;
  }

  private replace(target: object, key: string, wrapper: Callable): void {
    const own = Object.getOwnPropertyDescriptor(target, key);
    if (own === undefined ? !Object.isExtensible(target) : own.configurable !== true) return;
    Object.defineProperty(target, key, { value: wrapper, writable: true, configurable: true, enumerable: own?.enumerable ?? false });
    this.patches.set(wrapper, { target, key, wrapper, own });
  }

  private undo(wrapper: Callable): void {
    const patch = this.patches.get(wrapper);
    if (patch === undefined) return;
    this.patches.delete(wrapper);
    const { target, key, own } = patch;
    if (Object.getOwnPropertyDescriptor(target, key)?.value !== wrapper) return;
    if (own === undefined) Reflect.deleteProperty(target, key);
    else Object.defineProperty(target, key, own);
  }
}

/** A class's methods, inherited ones too, by name. Accessors are not read, and what a decorator of ours already covers is skipped. */
function methodsOf(target: object): Map<string, Callable> {
  const found = new Map<string, Callable>();
  const passed = new Set<string>(NOT_STEPS);
  const isPrototype = Object.hasOwn(target, 'constructor');
  let prototype: unknown = isPrototype ? target : Object.getPrototypeOf(target);
  while (typeof prototype === 'object' && prototype !== null && prototype !== Object.prototype) {
    for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (passed.has(key)) continue;
      passed.add(key);
      if (isPatchable(value) && (isPrototype || !Object.hasOwn(target, key))) found.set(key, value);
    }
    prototype = Object.getPrototypeOf(prototype);
  }
  return found;
}

function isPatchable(value: unknown): value is Callable {
  return typeof value === 'function' && !types.isProxy(value) && !isWrapped(value) && !types.isGeneratorFunction(value) && !isClass(value);
}

function isClass(value: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}
