import { types } from 'node:util';
import type { Execution, Span } from './execution.js';
import type { OwnExecution } from './call-site.js';
import { Operations } from './operations.js';
import { promiseState } from './promise-state.js';
import { copySpan } from './span-copy.js';

/** Calls whose promises are inspected at the end of one execution, the last ones: 3 µs each. */
export const MAX_INSPECTED = 32;

/** A call that goes on after the execution around it. @internal */
export interface LeftCall {
  readonly span: Span;
  readonly own: OwnExecution;
}

/**
 * Notes that a call in an execution may go on after it. Without such a call, nothing is searched at its end.
 *
 * @param result of the call: only a promise shows when the work is over
 * @internal
 */
export function noteCall({ execution }: Span, result: unknown): void {
  if (types.isPromise(result)) execution.mayLeaveWork = true;
}

/**
 * The outermost calls that still run when their execution ends, and that are executions where nothing is around them.
 *
 * A promise is inspected only where a span or an operation is open.
 *
 * @internal
 */
export function callsLeftBy(execution: Execution): LeftCall[] {
  const { spans } = execution;
  const isBusy = busySpans(execution);
  const isPossible = (span: Span, index: number): boolean =>
    isBusy[index] === 1 && span.site.asExecution !== undefined && span.promise !== undefined;
  const isWithin = new Uint8Array(spans.length);
  const left: LeftCall[] = [];
  for (const span of spans.filter(isPossible).slice(-MAX_INSPECTED)) {
    const own = span.site.asExecution;
    if (own === undefined || isBelow(span, isWithin) || promiseState(span.promise) !== 'pending') continue;
    isWithin[span.index] = 1;
    left.push({ span, own });
  }
  return left;
}

function isBelow(span: Span, marks: Uint8Array): boolean {
  let at = span.parent;
  while (at !== undefined && marks[at.index] !== 1) at = at.parent;
  return at !== undefined;
}

/** Marks the spans that are open, or have an open span or operation below them. */
function busySpans({ spans, operations }: Execution): Uint8Array {
  const marks = new Uint8Array(spans.length);
  for (const { span, end } of operations?.each ?? []) if (end === 0) marks[span] = 1;
  for (let index = spans.length - 1; index > 0; index--) {
    const { end, parent } = spans[index] as Span;
    if (end === 0) marks[index] = 1;
    if (marks[index] === 1 && parent !== undefined) marks[parent.index] = 1;
  }
  return marks;
}

/**
 * Moves a call with all spans and operations below it to an execution of its own. The code that runs on has these spans in
 * its async contexts, so the spans themselves move. Copies stay in the execution that has ended, for its report.
 *
 * @returns the places of the spans in `to`; -1 for those that stay
 * @internal
 */
export function moveCall(from: Execution, top: Span, to: Execution): Int32Array {
  const { spans } = from;
  const places = new Int32Array(spans.length).fill(-1);
  const moved: Span[] = [];
  for (const [index, span] of spans.entries()) {
    const isWithin = span.parent !== undefined && (places[span.parent.index] ?? -1) >= 0;
    if (span !== top && !isWithin) continue;
    places[index] = to.spans.length;
    to.spans.push(span);
    moved.push(span);
    if (span.count === 0) to.spansDiscarded += 1;
    spans[index] = copySpan(span, spans);
  }
  for (const span of moved) {
    span.execution = to;
    span.index = places[span.index] ?? 0;
    // The parent of some calls is a span beside the list, which stands for one in it.
    if (span === top) span.parent = to.root;
    else if (span.parent !== undefined && span.parent.execution !== to)
      span.parent = to.spans[places[span.parent.index] ?? 0];
  }
  if (from.operations !== undefined) from.operations.moveTo((to.operations ??= new Operations()), places);
  to.mayLeaveWork = true;
  to.coversOperations = from.coversOperations;
  to.surelyIn = from.surelyIn;
  return places;
}

/** The call shows as the execution itself, not as a step of it: its root has the same name. @internal */
export function mergeWithRoot(span: Span): void {
  span.count = 0;
  span.execution.spansDiscarded += 1;
}
