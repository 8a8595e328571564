import type { Span } from '../../tracing/execution.js';

/** Injection token of the {@link RequestContext}. @internal */
export const REQUEST_CONTEXT = Symbol('PERFORMANCE_MONITOR:REQUEST_CONTEXT');

/** Finds the execution of a request for a boundary inside it. @internal */
export interface RequestContext {
  /**
   * The span of the code that runs. Leaves a lost context: a pooled connection calls back in that of the request which
   * opened it. Call it in a continuation of a promise.
   *
   * @param response of the framework or of Node; the current span is right without it
   */
  enter(response: unknown): Span | undefined;
}
