import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Execution } from '../execution/execution.js';
import type { SpanSite } from '../execution/span-site.js';
import { LiveOptions } from '../options/live-options.js';
import { MonitorLogger } from '../performance-monitor.logger.js';
import { ACTIVE_TRACE, type ActiveTrace } from './active-trace.js';
import { HttpExchange, type ExchangeContext } from './http-exchange.js';
import { RouteNames, type RoutedRequest } from './route-name.js';
import { TracerService } from './tracer.service.js';
import { WatchPolicy } from './watch-policy.js';

const ROOT: SpanSite = { name: '', kind: 'execution', isAsync: false, returnsObservable: false, isLearning: false };

type Done = (error?: unknown) => void;
type RequestHook = (request: FrameworkRequest, response: FrameworkResponse, done: Done) => unknown;

/** Express hands over Node's own objects, Fastify wraps them. */
type FrameworkRequest = RoutedRequest & { readonly raw?: IncomingMessage };
type FrameworkResponse = { readonly raw?: ServerResponse };

/** The adapter's one slot for a request hook. The field is read, so that a hook which is there already stays in force. */
interface HookedAdapter {
  onRequestHook?: RequestHook;
  getType(): string;
  setOnRequestHook(hook: RequestHook | undefined): void;
}

/**
 * Makes each HTTP request an execution, from the adapter's first hook to the response's end or the client's leaving:
 * middleware, guards, pipes, interceptors, handler, filters and serialization all lie inside.
 *
 * @internal
 */
@Injectable()
export class HttpBoundary {
  private readonly context: ExchangeContext;
  /** The framework hands over Node's own objects. */
  private isBare = false;
  /** By the adapter: applications that are made of the same providers have one each. */
  private readonly attached = new Map<HookedAdapter, () => void>();

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly tracer: TracerService,
    private readonly policy: WatchPolicy,
    logger: MonitorLogger,
    options: LiveOptions,
    @Inject(ACTIVE_TRACE) activeTrace: ActiveTrace | undefined,
  ) {
    this.context = { names: new RouteNames(), tracer, logger, options, activeTrace };
  }

  /** Hooks into the adapter, if the application has one, once. After all modules: who else hooks in is chained. */
  attach(): void {
    const adapter = this.adapterHost.httpAdapter as unknown as HookedAdapter | undefined;
    if (typeof adapter?.setOnRequestHook !== 'function' || this.attached.has(adapter)) return;
    const previous = adapter.onRequestHook;
    this.isBare = adapter.getType() === 'express';
    const hook: RequestHook = (request, response, done) => {
      const execution = this.tracer.isActive ? this.begin(request, response) : undefined;
      const next: Done =
        previous === undefined ? done : () => Reflect.apply(previous, adapter, [request, response, done]);
      if (execution === undefined) return next();
      return this.tracer.run(execution.root, next as () => unknown, undefined, []);
    };
    adapter.setOnRequestHook(hook);
    this.attached.set(adapter, () => {
      if (adapter.onRequestHook === hook) adapter.setOnRequestHook(previous);
    });
  }

  detach(): void {
    for (const detach of this.attached.values()) detach();
    this.attached.clear();
  }

  private begin(request: FrameworkRequest, response: FrameworkResponse): Execution | undefined {
    const execution = this.tracer.begin('http', ROOT, undefined);
    try {
      // On Express, where every request has a shape of its own to V8, asking for what is not there is a slow search.
      const rawRequest = (this.isBare ? undefined : request.raw) ?? (request as unknown as IncomingMessage);
      const rawResponse = (this.isBare ? undefined : response.raw) ?? (response as unknown as ServerResponse);
      if (this.policy.hasPatterns && !this.policy.watchesRequest(rawRequest)) execution.muted = true;
      new HttpExchange(this.context, execution, request, rawRequest, rawResponse).watch();
      return execution;
    } catch (error) {
      this.tracer.abandon(execution);
      this.context.logger.failure('A request could not be watched', error);
      return undefined;
    }
  }
}
