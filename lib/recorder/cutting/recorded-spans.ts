import type { Execution, Span } from '../../tracing/execution.js';
import { promiseState } from '../../tracing/promise-state.js';
import type { RecordedSpan } from '../recording.interface.js';
import type { SliceColumns } from './slice-columns.js';
import type { SpanPlaces } from './span-places.js';
import { Stepper } from '../../platform/stepper.js';
import type { Steps } from '../../platform/steps.js';

/**
 * The spans as plain data. A span with a pending promise lasts until the execution's end. When the promise had settled
 * before the call returned it, no hook reported the end: the span lasts as long as its code ran. A span that ended after the
 * execution counts as open: a report can be made long after that. Can be interrupted.
 *
 * @internal
 */
export function* recordSpans(
  execution: Execution,
  places: SpanPlaces,
  slices: SliceColumns | undefined,
): Steps<readonly RecordedSpan[]> {
  const stepper = new Stepper();
  const { spans } = execution;
  const ranUntil = slices?.lastEnds(spans.length);
  const recorded: RecordedSpan[] = [];
  for (const span of spans) {
    if (stepper.isDue()) yield;
    if (span.count === 0) continue;
    const parent = span.parent === undefined ? -1 : places.of(span.parent.index);
    recorded.push(recordSpan(execution, span, parent, ranUntil?.[recorded.length] ?? 0));
  }
  return recorded;
}

function recordSpan(execution: Execution, span: Span, parent: number, ranUntil: number): RecordedSpan {
  const isRoot = span === execution.root;
  const state = span.promise === undefined ? undefined : promiseState(span.promise);
  const hasSettled = state === 'fulfilled' || state === 'rejected';
  const ended = isRoot || (span.end === 0 ? hasSettled : span.end <= execution.end);
  const seen = !ended ? execution.end : span.end === 0 ? ranUntil : span.end;
  const end = isRoot ? execution.end : Math.max(span.start, Math.min(execution.end, seen));
  return {
    kind: span.site.kind,
    name: isRoot ? execution.name : span.site.name,
    parent,
    start: span.start,
    end,
    count: span.count,
    totalMs: span.count > 1 ? span.totalMs : end - span.start,
    ended,
    failed: ended && (span.failed || state === 'rejected'),
  };
}
