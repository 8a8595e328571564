import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { Observable, tap, type Subscription } from 'rxjs';
import { SkipMonitoring } from '../../instrumentation/decorators/skip-monitoring.decorator.js';
import { spanStorage } from '../../tracing/execution-context.js';
import type { Execution, Span } from '../../tracing/execution.js';
import type { CallSite } from '../../tracing/call-site.js';
import type { Callable } from '../../tracing/callable.js';
import { EventHandlers } from './event-handlers.js';
import { HandlerEnd } from './handler-end.js';
import { HttpExchange } from './http-exchange.js';
import type { FrameworkResponse } from './request-hook.js';
import { leaveLostContext, reassignRest } from './lost-context.js';
import type { Handler, HandlerSites } from '../policy/handler-sites.js';
import { RouteHosts } from './route-hosts.js';
import { routeSites, type RouteSite } from './route-sites.js';
import { WatchPolicy } from '../policy/watch-policy.js';

/**
 * Sets the handler of an execution, and opens the handler's span. It does not measure the execution: guards and middleware
 * run before it, serialization after.
 *
 * @internal
 */
@Injectable()
@SkipMonitoring()
export class PerformanceInterceptor implements NestInterceptor, OnApplicationShutdown {
  private readonly sites: HandlerSites<RouteSite>;
  private readonly eventHandlers = new EventHandlers();
  /** Operations of GraphQL whose root resolvers have all been skipped so far. */
  private readonly skipped = new WeakSet<Execution>();

  constructor(
    private readonly policy: WatchPolicy,
    config: ApplicationConfig,
    hosts: RouteHosts,
  ) {
    this.sites = routeSites(config, hosts);
  }

  onApplicationShutdown(): void {
    this.eventHandlers.restore();
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const type = context.getType<string>();
    if (type === 'graphql') return this.resolve(context, next);
    if (type !== 'http') return next.handle();
    const current = spanStorage.getStore();
    const parent = spanOf(context, current);
    if (parent === undefined) return next.handle();
    const { execution } = parent;
    const isLost = current?.execution !== execution;
    if (isLost) leaveLostContext(current, parent);
    const lostIn = isLost ? current : undefined;
    const site = this.sites.of(context.getClass(), context.getHandler() as Handler);
    const exchange = HttpExchange.ofExecution(execution);
    if (execution.handler === undefined && !execution.finished) {
      execution.handler = site.name;
      this.policy.enter(execution, site, context);
      if (exchange !== undefined) {
        exchange.variant = site.variant;
        exchange.lostIn = lostIn;
      }
      if (site.isSse && exchange !== undefined) {
        exchange.opensStream = true;
        this.eventHandlers.watch(context.getHandler() as Callable);
      }
    }
    const source = handleIn(parent, site, next, site.isSse ? exchange : undefined);
    return lostIn === undefined ? source : source.pipe(tap({ finalize: () => reassignRest(lostIn, parent) }));
  }

  /** A root field of a GraphQL operation. It came by HTTP, or subscribes over a WebSocket. */
  private resolve(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const parent = spanStorage.getStore();
    if (parent === undefined || parent.execution.finished) return next.handle();
    const { execution } = parent;
    if (execution.kind !== 'graphql' && execution.transport?.kind !== 'http') return next.handle();
    const site = this.sites.of(context.getClass(), context.getHandler() as Handler);
    if (execution.handler === undefined) {
      const wasMuted = execution.muted;
      execution.handler = site.name;
      this.policy.enter(execution, site, context);
      if (execution.muted && !wasMuted) this.skipped.add(execution);
    } else if (!site.isSkipped && execution.muted && this.skipped.delete(execution)) execution.muted = false;
    return handleIn(parent, site, next, undefined);
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

/**
 * Opens a span for each subscription, also a late or repeated one, and subscribes in it. Interceptors below then start
 * their timers in the span, and call the handler there.
 *
 * @param events the exchange of a stream of events
 */
function handleIn(
  parent: Span,
  site: CallSite,
  next: CallHandler,
  events: HttpExchange | undefined,
): Observable<unknown> {
  const { execution } = parent;
  const { tracer } = execution;
  return new Observable(subscriber => {
    if (execution.finished) return next.handle().subscribe(subscriber);
    const span = tracer.open(parent, site);
    return tracer.run(span ?? parent, subscribe, undefined, [
      next,
      new HandlerEnd(subscriber, span, events),
    ]) as Subscription;
  });
}

function subscribe(next: unknown, subscriber: unknown): Subscription {
  return (next as CallHandler).handle().subscribe(subscriber as HandlerEnd);
}
