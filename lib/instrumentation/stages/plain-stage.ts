import { types } from 'node:util';
import type { CallSite } from '../../tracing/call-site.js';
import type { Callable } from '../../tracing/callable.js';
import type { Span } from '../../tracing/execution.js';
import { isObservable } from '../../tracing/observables.js';
import { LEARNING_CALLS, type Stage } from './stage.interface.js';

/**
 * The calls of a guard, a pipe, a filter, or of an interceptor before the handler. A stage that returned no promise in its
 * first calls is only timed from then on, until it returns one.
 *
 * @internal
 */
export class PlainStage implements Stage {
  private calls = 0;
  private isTimed = false;

  constructor(private readonly site: CallSite) {}

  call(parent: Span, method: Callable, self: unknown, args: readonly unknown[]): unknown {
    if (parent.isShared) return Reflect.apply(method, self, args);
    const { site } = this;
    const { tracer } = parent.execution;
    if (this.isTimed) {
      const result = tracer.stages.callTimed(parent, site, method, self, args);
      if (!site.isLearning) this.isTimed = false;
      return result;
    }
    const result = tracer.callInSpan(parent, site, method, self, args);
    if (site.isLearning) this.learn(result);
    return result;
  }

  private learn(result: unknown): void {
    const { site } = this;
    if (types.isPromise(result) || (site.isInterceptor !== true && isObservable(result))) site.isLearning = false;
    else if (++this.calls === LEARNING_CALLS) this.isTimed = true;
  }
}
