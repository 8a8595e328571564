import { types } from 'node:util';
import { className } from '../../platform/class-name.js';
import { SHARED } from '../../platform/process-wide.js';
import { clock } from '../../platform/clock.js';
import { disguise } from '../../instrumentation/decorators/wrap-method.js';
import type { CallSite } from '../../tracing/call-site.js';
import type { Callable } from '../../tracing/callable.js';
import { spanStorage } from '../../tracing/execution-context.js';
import type { SpanRunner } from '../../tracing/execution.js';
import { HttpExchange } from './http-exchange.js';

/** Key on a covered `use`: its uses by applications. */
const USES = Symbol.for(`${SHARED}:MIDDLEWARE`);

/** The names of one class's middleware. */
interface Named {
  readonly site: CallSite;
  /** `(JwtMiddleware)` */
  readonly answer: string;
}

interface Uses {
  readonly tracers: Set<SpanRunner>;
  /** By the prototype of the instance: classes may inherit the method. */
  readonly named: WeakMap<object, Named>;
}

/** Arguments of `next()` that are no error: Express goes on with the next handler or route. */
const ROUTING = new Set<unknown>([undefined, null, 'route', 'router']);

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

function namedBy(type: NewableFunction): Named {
  const name = className(type);
  const site = { kind: 'provider', isAsync: false, returnsObservable: false, isLearning: false } as const;
  return { site: { ...site, name: `${name}.use` }, answer: `(${name})` };
}

/** The wrapper stays, so that `use` is the same function at all times. Without uses it only calls the method. */
function cover(owner: object, use: Callable): Uses {
  const uses: Uses = { tracers: new Set(), named: new WeakMap() };
  const { covered } = {
    covered(this: unknown, ...args: unknown[]): unknown {
      const exchange = uses.tracers.size === 0 ? undefined : exchangeOf(args);
      if (exchange !== undefined && uses.tracers.has(exchange.execution.tracer)) {
        const named = namedOf(this, uses);
        if (named !== undefined) return pass(exchange, named, use, this, args);
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
function namedOf(self: unknown, { named }: Uses): Named | undefined {
  if (typeof self !== 'object' || self === null || types.isProxy(self)) return undefined;
  return named.get(Object.getPrototypeOf(self) as object);
}

/** Arguments of middleware: request, response, next. */
function exchangeOf(args: readonly unknown[]): HttpExchange | undefined {
  if (typeof args[2] !== 'function') return undefined;
  const exchange = HttpExchange.of(args[1] as object | null | undefined);
  return exchange === undefined || exchange.execution.finished ? undefined : exchange;
}

function pass(
  exchange: HttpExchange,
  { site, answer }: Named,
  use: Callable,
  self: unknown,
  [request, response, next]: unknown[],
): unknown {
  const { execution } = exchange;
  const { tracer, root } = execution;
  const current = spanStorage.getStore();
  const parent = current?.execution === execution ? current : root;
  const span = tracer.open(parent, site);
  exchange.middleware = answer;
  // The rest of the request is no part of the middleware, and belongs to this request in whatever context it goes on.
  const passOn = (...given: unknown[]): unknown => {
    if (ROUTING.has(given[0]) && exchange.middleware === answer) exchange.middleware = undefined;
    if (span?.end === 0) span.finish(clock());
    if (execution.finished) return Reflect.apply(next as Callable, undefined, given);
    return tracer.run(parent, next as Callable, undefined, given);
  };
  try {
    return tracer.run(span ?? parent, use, self, [request, response, passOn]);
  } catch (error) {
    if (span?.end === 0) span.fail(clock());
    throw error;
  }
}
