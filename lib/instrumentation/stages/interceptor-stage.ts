import type { CallHandler } from '@nestjs/common';
import type { CallSite } from '../../tracing/call-site.js';
import type { Callable } from '../../tracing/callable.js';
import type { Span } from '../../tracing/execution.js';
import { isObservable } from '../../tracing/observables.js';
import { InterceptedCall } from './intercepted-call.js';
import { PlainStage } from './plain-stage.js';
import type { Stage } from './stage.interface.js';

/**
 * The calls of an interceptor. `X.intercept` is the part before the handler: the call, until its promise has settled.
 * `X.intercept (after)` is the part after it. The steps in between, which the interceptor encloses, are below neither.
 *
 * @internal
 */
export class InterceptorStage implements Stage {
  readonly after: CallSite;
  /** An interceptor may call `handle()` when its Observable is subscribed to: `from(cached).pipe(switchMap(…))`. */
  private readonly deferred: CallSite;
  private readonly before: PlainStage;

  constructor(site: CallSite) {
    site.isInterceptor = true;
    this.before = new PlainStage(site);
    this.after = { ...site, name: `${site.name} (after)` };
    this.deferred = { ...site };
  }

  call(parent: Span, method: Callable, self: unknown, args: readonly unknown[]): unknown {
    const next = args[1];
    if (parent.isShared || !isCallHandler(next)) return Reflect.apply(method, self, args);
    const call = new InterceptedCall(this, parent, next);
    const given = args.length === 2 ? [args[0], call] : [args[0], call, ...args.slice(2)];
    const result = this.before.call(parent, method, self, given);
    return call.isPassedOn || !isObservable(result)
      ? result
      : parent.execution.tracer.stages.followResult(result, this.deferred);
  }

  /** True for the span of a subscription that has not called `handle()` so far. */
  isDeferred(span: Span): boolean {
    return span.site === this.deferred && span.end === 0;
  }
}

function isCallHandler(next: unknown): next is CallHandler {
  return typeof next === 'object' && next !== null && typeof (next as Partial<CallHandler>).handle === 'function';
}
