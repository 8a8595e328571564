import { Span } from './execution.js';
import { promiseState } from './promise-state.js';

/**
 * The span as it is now. Its end may come later, in another execution: an open one without a settled promise stays open.
 *
 * @param spans has the copies of the spans before it
 * @internal
 */
export function copySpan(span: Span, spans: readonly Span[]): Span {
  const copy = Object.assign(Object.create(Span.prototype) as Span, span);
  if (copy.end === 0 && promiseState(copy.promise) === 'pending') copy.promise = undefined;
  if (copy.parent !== undefined) copy.parent = spans[copy.parent.index];
  return copy;
}

/** Copies of all spans of an execution. @internal */
export function copySpans(spans: readonly Span[]): Span[] {
  const copies: Span[] = [];
  for (const span of spans) copies.push(copySpan(span, copies));
  return copies;
}
