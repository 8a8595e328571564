import { types } from 'node:util';
import { isSkipped } from '../decorators/skip-monitoring.decorator.js';
import { disguise, isWrapped } from '../decorators/wrap-method.js';
import { spanStorage } from '../execution/execution-context.js';
import { SHARED } from '../execution/process-wide.js';
import type { SpanSite } from '../execution/span-site.js';
import { isObservable, traceSubscriptions } from '../execution/trace-observable.js';
import { MAX_DEPTH } from '../execution/span.js';
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

/** On a wrapper: the patch that it belongs to. */
const PATCH = Symbol.for(`${SHARED}:PATCH`);

interface Patch {
  readonly target: object;
  readonly key: string;
  readonly method: Callable;
  /** What the target itself had under this name; `undefined` when it inherited the method. */
  readonly own: PropertyDescriptor | undefined;
  /** The applications that make spans through it: a class can be a provider of several in one process. */
  readonly users: Set<Tracer>;
  /** What stands in the method's place; `undefined` once that is the method again. */
  wrapper: Callable | undefined;
}

/**
 * Replaces methods in place by ones that open a span, and puts them back. Which plain functions return promises is learnt
 * from their first calls; those that do not are put back at once, so that synchronous code runs untouched.
 *
 * @internal
 */
export class MethodPatcher {
  private readonly patches = new Set<Patch>();

  constructor(private readonly tracer: Tracer) {}

  /** @param target an instance, or the prototype of a class whose instances are made later */
  patch(target: object, className: string): void {
    for (const [key, method] of methodsOf(target)) {
      const patch = patchOf(method) ?? makePatch(target, key, method);
      if (patch === undefined) continue;
      this.patches.add(patch);
      patch.users.add(this.tracer);
      if (patch.wrapper !== undefined) continue;
      const site: SpanSite = {
        name: `${className}.${key}`,
        kind: 'provider',
        isAsync: types.isAsyncFunction(method),
        returnsObservable: false,
        isLearning: !types.isAsyncFunction(method),
      };
      install(patch, site.isAsync ? this.traced(patch, site) : this.learning(patch, site));
    }
  }

  /**
   * Puts back every method that nobody replaced after us, and that no other application watches. What somebody still
   * holds passes calls through.
   */
  restore(): void {
    for (const patch of this.patches) {
      patch.users.delete(this.tracer);
      if (patch.users.size === 0) undo(patch);
    }
    this.patches.clear();
  }

  private traced({ method, users }: Patch, site: SpanSite): Callable {
    const { traced } = {
      traced(this: unknown, ...args: unknown[]): unknown {
        const parent = spanStorage.getStore();
        if (
          parent === undefined ||
          parent.depth >= MAX_DEPTH ||
          parent.execution.finished ||
          !users.has(parent.execution.tracer)
        ) {
          return Reflect.apply(method, this, args);
        }
        return parent.execution.tracer.callInSpan(parent, site, method, this, args);
      },
    };
    return traced;
  }

  private learning(patch: Patch, site: SpanSite): Callable {
    const { tracer } = this;
    const traced = this.traced(patch, site);
    let calls = 0;
    const { probe } = {
      probe(this: unknown, ...args: unknown[]): unknown {
        const result = Reflect.apply(traced, this, args);
        if (types.isPromise(result) || isObservable(result)) {
          if (!types.isPromise(result))
            traceSubscriptions(result as Parameters<typeof traceSubscriptions>[0], site, tracer);
          site.isLearning = false;
          learnt(patch, traced);
        } else if (++calls === LEARNING_CALLS) {
          learnt(patch, undefined);
        }
        return result;
      },
    };
    return probe;
  }
}

/** What a probe found out: the spy that somebody put over it in the meantime, and a method put back already, stay. */
function learnt(patch: Patch, wrapper: Callable | undefined): void {
  if (!stands(patch)) return;
  if (wrapper === undefined) undo(patch);
  else install(patch, wrapper);
}

function install(patch: Patch, wrapper: Callable): void {
  const { target, key, own, method } = patch;
  disguise(wrapper, method);
  Object.defineProperty(wrapper, PATCH, { value: patch, configurable: true });
  Object.defineProperty(target, key, {
    value: wrapper,
    writable: true,
    configurable: true,
    enumerable: own?.enumerable ?? false,
  });
  patch.wrapper = wrapper;
}

function undo(patch: Patch): void {
  const { target, key, own } = patch;
  const standing = stands(patch);
  patch.wrapper = undefined;
  if (!standing) return;
  if (own === undefined) Reflect.deleteProperty(target, key);
  else Object.defineProperty(target, key, own);
}

/** Whether our wrapper is what the target has under this name: somebody may have put a spy there. */
function stands({ target, key, wrapper }: Patch): boolean {
  return wrapper !== undefined && Object.getOwnPropertyDescriptor(target, key)?.value === wrapper;
}

function makePatch(target: object, key: string, method: Callable): Patch | undefined {
  const own = Object.getOwnPropertyDescriptor(target, key);
  const canReplace = own === undefined ? Object.isExtensible(target) : own.configurable === true;
  return canReplace ? { target, key, method, own, users: new Set(), wrapper: undefined } : undefined;
}

/** The patch that a method of another application, or of a base class, is covered by; one that is over does not count. */
function patchOf(method: Callable): Patch | undefined {
  const patch = (method as Callable & { readonly [PATCH]?: Patch })[PATCH];
  return patch?.wrapper === method ? patch : undefined;
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
  return (
    typeof value === 'function' &&
    !types.isProxy(value) &&
    (!isWrapped(value) || PATCH in value) &&
    !types.isGeneratorFunction(value) &&
    !isSkipped(value) &&
    !isClass(value)
  );
}

function isClass(value: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}
