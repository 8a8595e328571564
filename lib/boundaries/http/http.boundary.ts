import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { LiveOptions } from '../../options/live-options.js';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { Redactor } from '../../privacy/redactor.js';
import type { Boundary } from '../boundary.interface.js';
import { ACTIVE_TRACE, type ActiveTrace } from './active-trace.js';
import type { ExchangeContext } from './exchange-context.interface.js';
import { HttpRequests } from './http-requests.js';
import { watchRequests, type HookedAdapter } from './request-hook.js';
import { RouteNames } from './route-name.js';
import { watchHeaders } from './stream-opening.js';
import { TracerService } from '../../tracing/tracer.service.js';
import { WatchPolicy } from '../policy/watch-policy.js';

/**
 * Opens an execution for each HTTP request. It begins with the adapter's first hook, before middleware and guards. It ends
 * when the response has ended, after serialization, or when the client has left.
 *
 * @internal
 */
@Injectable()
export class HttpBoundary implements Boundary {
  readonly kind = 'http';
  readonly moments = ['bootstrap'] as const;
  private readonly context: ExchangeContext;
  /** One entry for each adapter: applications made of the same providers have one each. */
  private readonly attached = new Map<HookedAdapter, () => void>();

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    tracer: TracerService,
    private readonly policy: WatchPolicy,
    logger: MonitorLogger,
    options: LiveOptions,
    redactor: Redactor,
    @Inject(ACTIVE_TRACE) activeTrace: ActiveTrace | undefined,
    names: RouteNames,
  ) {
    this.context = { names, tracer, logger, options, redactor, activeTrace };
  }

  /** At bootstrap the application's own hook is in the adapter's slot, and is chained. */
  attach(): void {
    const adapter = this.adapterHost.httpAdapter as unknown as HookedAdapter | undefined;
    if (typeof adapter?.setOnRequestHook !== 'function' || this.attached.has(adapter)) return;
    const isExpress = adapter.getType() === 'express';
    const detach = [watchRequests(adapter, new HttpRequests(this.context, this.policy, isExpress))];
    const response = isExpress ? adapter.getInstance().response : undefined;
    if (response !== undefined) detach.push(watchHeaders(response));
    this.attached.set(adapter, () => detach.forEach(each => each()));
  }

  detach(): void {
    for (const detach of this.attached.values()) detach();
    this.attached.clear();
  }
}
