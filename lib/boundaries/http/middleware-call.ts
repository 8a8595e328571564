import { clock } from '../../platform/clock.js';
import type { CallSite } from '../../tracing/call-site.js';
import type { Callable } from '../../tracing/callable.js';
import { spanStorage } from '../../tracing/execution-context.js';
import { HttpExchange } from './http-exchange.js';

/** The names of one middleware. @internal */
export interface MiddlewareStep {
  readonly site: CallSite;
  /** `(JwtMiddleware)`: the name of the requests that it answers. Only classes have one. */
  readonly answer: string | undefined;
}

/** Arguments of `next()` that are no error: Express goes on with the next handler or route. */
const ROUTING = new Set<unknown>([undefined, null, 'route', 'router']);

/** @internal */
export function middlewareSite(name: string): CallSite {
  return { name, kind: 'provider', isAsync: false, returnsObservable: false, isLearning: false };
}

/** @param args the arguments of middleware: request, response, next @internal */
export function exchangeOf(args: readonly unknown[]): HttpExchange | undefined {
  if (typeof args[2] !== 'function') return undefined;
  const exchange = HttpExchange.of(args[1] as object | null | undefined);
  return exchange === undefined || exchange.execution.finished ? undefined : exchange;
}

/**
 * Calls middleware in a span that ends when the middleware passes the request on.
 *
 * @internal
 */
export function callMiddleware(
  exchange: HttpExchange,
  { site, answer }: MiddlewareStep,
  use: Callable,
  self: unknown,
  [request, response, next]: readonly unknown[],
): unknown {
  const { execution } = exchange;
  const { tracer, root } = execution;
  const current = spanStorage.getStore();
  const parent = current?.execution === execution ? current : root;
  const span = tracer.open(parent, site);
  if (answer !== undefined) exchange.middleware = answer;
  // The rest of the request is no part of the middleware, and belongs to this request in whatever context it goes on.
  const passOn = (...given: unknown[]): unknown => {
    if (answer !== undefined && ROUTING.has(given[0]) && exchange.middleware === answer)
      exchange.middleware = undefined;
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
