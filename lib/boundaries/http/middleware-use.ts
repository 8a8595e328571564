import { types } from 'node:util';
import { className } from '../../platform/class-name.js';
import { SHARED } from '../../platform/process-wide.js';
import { disguise } from '../../instrumentation/decorators/wrap-method.js';
import type { Callable } from '../../tracing/callable.js';
import type { SpanRunner } from '../../tracing/execution.js';
import { callMiddleware, exchangeOf, middlewareSite, type MiddlewareStep } from './middleware-call.js';

/** Key on a covered `use`: its uses by applications. */
const USES = Symbol.for(`${SHARED}:MIDDLEWARE`);

interface Uses {
  readonly tracers: Set<SpanRunner>;
  /** By the prototype of the instance: classes may inherit the method. */
  readonly named: WeakMap<object, MiddlewareStep>;
}

/**
 * The `use()` of middleware classes. Each call is a span that ends when the middleware passes the request on. A request
 * that it does not pass on is its answer.
 *
 * @internal
 */
export class MiddlewareUse {
  private readonly owners = new Set<object>();

  constructor(private readonly tracer: SpanRunner) {}

  watch(type: NewableFunction): void {
    const owner = ownerOf(type);
    if (owner === undefined) return;
    const { value: use } = Object.getOwnPropertyDescriptor(owner, 'use') as { readonly value: Callable };
    const uses = usesOf(use) ?? cover(owner, use);
    uses.tracers.add(this.tracer);
    uses.named.set(type.prototype as object, namedBy(type));
    this.owners.add(owner);
  }

  restore(): void {
    for (const owner of this.owners)
      usesOf(Object.getOwnPropertyDescriptor(owner, 'use')?.value)?.tracers.delete(this.tracer);
    this.owners.clear();
  }
}

/**
 * The prototype that has the middleware's own `use()`. Nest extends middleware that excludes routes by a class of the same
 * name: its `use()` is Nest's.
 */
function ownerOf(type: NewableFunction): object | undefined {
  let prototype: unknown = type.prototype;
  const base = Object.getPrototypeOf(type) as NewableFunction | null;
  if (base !== null && base.name === type.name && typeof base.prototype === 'object') prototype = base.prototype;
  while (typeof prototype === 'object' && prototype !== null && !types.isProxy(prototype)) {
    const use = Object.getOwnPropertyDescriptor(prototype, 'use');
    if (use !== undefined) {
      const isMethod = typeof use.value === 'function' && !types.isProxy(use.value) && use.writable === true;
      return isMethod ? prototype : undefined;
    }
    prototype = Object.getPrototypeOf(prototype);
  }
  return undefined;
}

function usesOf(use: unknown): Uses | undefined {
  if (typeof use !== 'function' || types.isProxy(use)) return undefined;
  return Object.getOwnPropertyDescriptor(use, USES)?.value as Uses | undefined;
}

function namedBy(type: NewableFunction): MiddlewareStep {
  const name = className(type);
  return { site: middlewareSite(`${name}.use`), answer: `(${name})` };
}

/** The wrapper stays, so that `use` is the same function at all times. Without uses it only calls the method. */
function cover(owner: object, use: Callable): Uses {
  const uses: Uses = { tracers: new Set(), named: new WeakMap() };
  const { covered } = {
    covered(this: unknown, ...args: unknown[]): unknown {
      const exchange = uses.tracers.size === 0 ? undefined : exchangeOf(args);
      if (exchange !== undefined && uses.tracers.has(exchange.execution.tracer)) {
        const named = namedOf(this, uses);
        if (named !== undefined) return callMiddleware(exchange, named, use, this, args);
      }
      return Reflect.apply(use, this, args);
    },
  };
  const wrapper = disguise(covered, use);
  Object.defineProperty(wrapper, USES, { value: uses });
  Object.defineProperty(owner, 'use', { value: wrapper });
  return uses;
}

/** `undefined` for another class, and for a function that was taken from its instance: `app.use(new Logger().use)`. */
function namedOf(self: unknown, { named }: Uses): MiddlewareStep | undefined {
  if (typeof self !== 'object' || self === null || types.isProxy(self)) return undefined;
  return named.get(Object.getPrototypeOf(self) as object);
}
