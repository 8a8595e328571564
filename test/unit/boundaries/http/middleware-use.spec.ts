import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { ExchangeContext } from '../../../../lib/boundaries/http/exchange-context.interface.js';
import { HttpExchange } from '../../../../lib/boundaries/http/http-exchange.js';
import { MiddlewareUse } from '../../../../lib/boundaries/http/middleware-use.js';
import type { Callable } from '../../../../lib/tracing/callable.js';
import type { Execution, SpanRunner } from '../../../../lib/tracing/execution.js';

class NamedMiddleware {
  use(_request: unknown, _response: unknown, next: () => unknown): unknown {
    return next();
  }
}

/** Middleware in use, and the arguments of one request. */
function watched(): { calls: unknown[]; request: IncomingMessage; response: ServerResponse } {
  const calls: unknown[] = [];
  const tracer = {
    open: () => undefined,
    run: (_span: unknown, fn: Callable, self: unknown, args: unknown[]) => {
      calls.push(self);
      return Reflect.apply(fn, self, args) as unknown;
    },
  } as unknown as SpanRunner;
  new MiddlewareUse(tracer).watch(NamedMiddleware);
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const execution = { tracer, finished: false, root: {} } as unknown as Execution;
  new HttpExchange(
    { activeTrace: undefined } as ExchangeContext,
    execution,
    request as never,
    request,
    response,
  ).watch();
  return { calls, request, response };
}

describe('MiddlewareUse', () => {
  it('runs a call of an instance in a span, and the rest of the request outside of it', () => {
    const { calls, request, response } = watched();
    const middleware = new NamedMiddleware();
    expect(middleware.use(request, response, () => 'passed on')).toBe('passed on');
    expect(calls).toEqual([middleware, undefined]);
  });

  it.each([undefined, null, 7])('passes on a call whose `this` is %p: applications bind the function alone', self => {
    const { calls, request, response } = watched();
    const { use } = NamedMiddleware.prototype;
    expect(Reflect.apply(use, self, [request, response, () => 'passed on'])).toBe('passed on');
    expect(calls).toEqual([]);
  });
});
