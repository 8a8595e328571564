import type { Recording } from '../../recorder/recording.interface.js';
import type { TimelineSpan } from '../../model/report.interface.js';
import type { Steps } from '../diagnosis.interface.js';
import { markLargest } from '../largest.js';
import { showName } from '../frames/names.js';

const MAX_SPANS = 500;

/**
 * The spans as offsets from the start of the execution, a parent before its children. At most 500: the longest spans,
 * with all their parents.
 *
 * @internal
 */
export function* timelineSpans({ spans, start, end }: Recording): Steps<TimelineSpan[]> {
  const ordered = yield* longest(spans);
  yield;
  const positions = new Map(ordered.map((index, position) => [index, position]));
  const offset = (time: number) => Math.min(Math.max(time, start), end) - start;
  const shown: TimelineSpan[] = [];
  for (const index of ordered) {
    const span = spans[index];
    if (span === undefined) continue;
    const { kind, count, totalMs, failed } = span;
    const parent = positions.get(parentOf(spans, index)) ?? -1;
    const [startMs, endMs] = [offset(span.start), offset(span.end)];
    shown.push({ name: showName(span.name), kind, parent, startMs, endMs, count, totalMs, failed });
  }
  return shown;
}

function* longest(spans: Recording['spans']): Steps<number[]> {
  const kept = new Set<number>();
  const sizes = Float64Array.from(spans, ({ start, end }) => end - start);
  const marks = yield* markLargest(sizes, MAX_SPANS);
  const byLength = [...spans.keys()].filter(index => marks[index] === 1);
  byLength.sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0));
  for (const index of byLength) {
    if (kept.size >= MAX_SPANS) break;
    const path: number[] = [];
    for (let at = index; at >= 0 && !kept.has(at) && path.length < MAX_SPANS; at = parentOf(spans, at)) path.push(at);
    if (kept.size + path.length <= MAX_SPANS) for (const at of path) kept.add(at);
  }
  return [...kept].sort((a, b) => a - b);
}

function parentOf(spans: Recording['spans'], index: number): number {
  const parent = spans[index]?.parent ?? -1;
  return parent < index ? parent : -1;
}
