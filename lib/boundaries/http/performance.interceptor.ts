import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Observable, tap, type Subscriber, type Subscription } from 'rxjs';
import { spanStorage } from '../../tracing/execution-context.js';
import type { Span } from '../../tracing/execution.js';
import type { Callable } from '../../tracing/callable.js';
import { EventHandlers } from './event-handlers.js';
import { HandlerEnd } from './handler-end.js';
import { HttpExchange } from './http-exchange.js';
import type { FrameworkResponse } from './request-hook.js';
import { leaveLostContext, reassignRest } from './lost-context.js';
import type { Handler } from '../policy/handler-sites.js';
import { routeSites } from './route-sites.js';
import { WatchPolicy } from '../policy/watch-policy.js';

/**
 * Sets the handler of an execution, and opens the handler's span. It does not measure the execution: guards and middleware
 * run before it, serialization after.
 *
 * @internal
 */
@Injectable()
export class PerformanceInterceptor implements NestInterceptor, OnApplicationShutdown {
  private readonly sites = routeSites();
  private readonly eventHandlers = new EventHandlers();

  constructor(private readonly policy: WatchPolicy) {}

  onApplicationShutdown(): void {
    this.eventHandlers.restore();
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const current = spanStorage.getStore();
    const parent = spanOf(context, current);
    if (parent === undefined) return next.handle();
    const { execution } = parent;
    const lostIn = current === undefined || current.execution === execution ? undefined : current;
    if (lostIn !== undefined) leaveLostContext(lostIn, parent);
    if (execution.finished || execution.handler !== undefined)
      return parent === current ? next.handle() : handleIn(parent, next);
    const site = this.sites.of(context.getClass(), context.getHandler() as Handler);
    execution.handler = site.name;
    this.policy.enter(execution, site, context);
    const exchange = HttpExchange.ofExecution(execution);
    if (exchange !== undefined) exchange.lostIn = lostIn;
    if (site.isSse && exchange !== undefined) {
      exchange.opensStream = true;
      this.eventHandlers.watch(context.getHandler() as Callable);
    }
    const span = execution.tracer.open(parent, site);
    const handled = sourceOf(span ?? parent, current, next);
    const source = new Observable<unknown>(subscriber =>
      handled.subscribe(new HandlerEnd(subscriber, span, exchange, site)),
    );
    return lostIn === undefined ? source : source.pipe(tap({ finalize: () => reassignRest(lostIn, parent) }));
  }
}

/**
 * The span of the request whose handler runs next. The async context may be another request's: a pooled connection calls
 * back in the context of the request that opened it. Then the response leads to the request's own execution.
 */
function spanOf(context: ExecutionContext, current: Span | undefined): Span | undefined {
  const exchange = current === undefined ? undefined : HttpExchange.ofExecution(current.execution);
  if (exchange !== undefined && exchange.request === context.getArgByIndex<unknown>(0)) return current;
  // Fastify's response has Node's own in `raw`.
  const response = context.getArgByIndex<FrameworkResponse | null | undefined>(1);
  const execution = (HttpExchange.of(response) ?? HttpExchange.of(response?.raw))?.execution;
  return current?.execution === execution ? current : execution?.root;
}

/** Nest keeps the async context of the call to `handle()`, and enters it when the Observable is subscribed to. */
function sourceOf(span: Span, current: Span | undefined, next: CallHandler): Observable<unknown> {
  if (span === current) return next.handle();
  if (span.execution !== current?.execution) return handleIn(span, next);
  return span.execution.tracer.run(span, next.handle as Callable, next, []) as Observable<unknown>;
}

/** For a lost context: code that runs during the subscription belongs to the span, too. */
function handleIn(span: Span, next: CallHandler): Observable<unknown> {
  const { tracer } = span.execution;
  const subscribe = (subscriber: unknown): Subscription => next.handle().subscribe(subscriber as Subscriber<unknown>);
  return new Observable(subscriber => tracer.run(span, subscribe, undefined, [subscriber]) as Subscription);
}
