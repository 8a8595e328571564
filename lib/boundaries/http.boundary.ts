import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { spanStorage } from '../execution/execution-context.js';
import type { Execution } from '../execution/execution.js';
import type { SpanSite } from '../execution/span-site.js';
import { LiveOptions } from '../options/live-options.js';
import { MonitorLogger } from '../performance-monitor.logger.js';
import { ACTIVE_TRACE, type ActiveTrace } from './active-trace.js';
import { HttpExchange, type ExchangeContext } from './http-exchange.js';
import {
  watchRequests,
  type FrameworkRequest,
  type FrameworkResponse,
  type HookedAdapter,
  type RequestWatcher,
} from './request-hook.js';
import { RouteNames } from './route-name.js';
import { TracerService } from './tracer.service.js';
import { WatchPolicy } from './watch-policy.js';

const ROOT: SpanSite = { name: '', kind: 'execution', isAsync: false, returnsObservable: false, isLearning: false };

/**
 * Makes each HTTP request an execution, from the adapter's first hook to the response's end or the client's leaving:
 * middleware, guards, pipes, interceptors, handler, filters and serialization all lie inside.
 *
 * @internal
 */
@Injectable()
export class HttpBoundary implements RequestWatcher {
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
    this.isBare = adapter.getType() === 'express';
    this.attached.set(adapter, watchRequests(adapter, this));
  }

  detach(): void {
    for (const detach of this.attached.values()) detach();
    this.attached.clear();
  }

  get isActive(): boolean {
    return this.tracer.isActive;
  }

  take(request: FrameworkRequest, response: FrameworkResponse, next: () => unknown): unknown {
    const execution = this.executionOf(request, response);
    if (execution === undefined || spanStorage.getStore()?.execution === execution) return next();
    return execution.tracer.run(execution.root, next, undefined, []);
  }

  private executionOf(request: FrameworkRequest, response: FrameworkResponse): Execution | undefined {
    let begun: Execution | undefined;
    try {
      // On Express, where every request has a shape of its own to V8, asking for what is not there is a slow search.
      const rawRequest = (this.isBare ? undefined : request.raw) ?? (request as unknown as IncomingMessage);
      const rawResponse = (this.isBare ? undefined : response.raw) ?? (response as unknown as ServerResponse);
      if (isUpgraded(rawRequest)) return undefined;
      const taken = HttpExchange.of(rawResponse);
      if (taken !== undefined) return taken.execution;
      begun = this.tracer.begin('http', ROOT, undefined);
      if (this.policy.hasPatterns && !this.policy.watchesRequest(rawRequest)) begun.muted = true;
      if (new HttpExchange(this.context, begun, request, rawRequest, rawResponse).watch()) return begun;
    } catch (error) {
      this.context.logger.failure('A request could not be watched', error);
    }
    if (begun !== undefined) this.tracer.abandon(begun);
    return undefined;
  }
}

/** Its connection is a socket of its own from now on, as for WebSocket: no response of HTTP will end it. */
function isUpgraded(request: IncomingMessage & { readonly upgrade?: unknown }): boolean {
  return request.upgrade === true;
}
