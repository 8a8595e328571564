import type { IncomingMessage, ServerResponse } from 'node:http';
import { spanStorage } from '../../tracing/execution-context.js';
import type { Execution } from '../../tracing/execution.js';
import type { CallSite } from '../../tracing/call-site.js';
import type { ExchangeContext } from './exchange-context.interface.js';
import { HttpExchange } from './http-exchange.js';
import type { FrameworkRequest, FrameworkResponse, RequestWatcher } from './request-hook.js';
import { watchHeader } from './stream-opening.js';
import { isOpen, isUpgrade } from './upgrade-opening.js';
import { watchedUrl } from './watched-url.js';
import type { WatchPolicy } from '../policy/watch-policy.js';

const ROOT: CallSite = { name: '', kind: 'execution', isAsync: false, returnsObservable: false, isLearning: false };

/**
 * Opens an execution for each request of one adapter.
 *
 * @internal
 */
export class HttpRequests implements RequestWatcher {
  /** @param isBare true when the framework passes Node's own objects */
  constructor(
    private readonly context: ExchangeContext,
    private readonly policy: WatchPolicy,
    private readonly isBare: boolean,
  ) {}

  get isActive(): boolean {
    return this.context.tracer.isActive;
  }

  take(request: FrameworkRequest, response: FrameworkResponse, next: () => unknown): unknown {
    const execution = this.executionOf(request, response);
    if (execution === undefined || spanStorage.getStore()?.execution === execution) return next();
    return execution.tracer.run(execution.root, next, undefined, []);
  }

  private executionOf(request: FrameworkRequest, response: FrameworkResponse): Execution | undefined {
    const { context, policy } = this;
    let begun: Execution | undefined;
    try {
      // To V8 each request on Express has a different shape, where the search for an absent property is slow.
      const rawRequest = (this.isBare ? undefined : request.raw) ?? (request as unknown as IncomingMessage);
      const rawResponse = (this.isBare ? undefined : response.raw) ?? (response as unknown as ServerResponse);
      const isHandshake = isUpgrade(rawRequest);
      if (isHandshake && isOpen(rawRequest.socket)) return undefined;
      const taken = HttpExchange.of(rawResponse);
      if (taken !== undefined) return taken.execution;
      begun = context.tracer.begin('http', ROOT, undefined);
      if (policy.hasPatterns && !policy.watchesUrl(watchedUrl(rawRequest))) begun.muted = true;
      const exchange = new HttpExchange(context, begun, request, rawRequest, rawResponse);
      if (exchange.watch()) {
        if (isHandshake) exchange.watchHandshake();
        // Express has a prototype of all responses, which the boundary covers.
        if (!this.isBare) watchHeader(rawResponse);
        return begun;
      }
    } catch (error) {
      context.logger.failure('A request could not be watched', error);
    }
    if (begun !== undefined) context.tracer.abandon(begun);
    return undefined;
  }
}
