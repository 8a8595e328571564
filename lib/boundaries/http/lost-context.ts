import { clock } from '../../platform/clock.js';
import { nextTick, queueMicrotask } from '../../platform/host-timers.js';
import { spanStorage } from '../../tracing/execution-context.js';
import type { Span } from '../../tracing/execution.js';

/**
 * Takes the running code out of a lost context. Charges it to its own request, and enters that request's context for the code
 * that follows. Call it in a continuation of a promise. The context of a callback would outlive the request.
 *
 * @param from the span of the context, of another execution; `undefined` where the context is lost altogether
 * @internal
 */
export function leaveLostContext(from: Span | undefined, to: Span): void {
  const { tracer } = (from ?? to).execution;
  tracer.reassign(from, to);
  // Where executions are only timed, every request arrives without a context, and none may be entered.
  if (from === undefined && tracer.run(to, isInContext, undefined, []) === false) return;
  spanStorage.enterWith(to);
  if (from === undefined) return;
  from.isShared = true;
  reassignRest(from, to);
}

function isInContext(): boolean {
  return spanStorage.getStore() !== undefined;
}

/**
 * Charges the rest of the current turn in a lost context. Promises that the framework made in this context continue there.
 * Up to Node 22 this happens right after the interceptor, in all versions when the handler has ended.
 *
 * @internal
 */
export function reassignRest(from: Span, to: Span): void {
  if (from.execution.finished) return;
  const since = clock();
  // A tick that a tick adds would run before the microtasks.
  queueMicrotask(() => nextTick(() => from.execution.tracer.reassign(from, to, since)));
}
