import type { TimelineSpan } from '../../../lib/model/report.interface.js';

/** The spans as columns, in the order of the waterfall's rows: below their parents, siblings by start. */
export interface SpanLayout {
  readonly spans: readonly TimelineSpan[];
  /** 0 for the root. */
  readonly depth: Uint16Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
}

/** Orders the spans without recursion. A span becomes a root when its parent is missing or follows it. */
export function layOutSpans(spans: readonly TimelineSpan[]): SpanLayout {
  const children = new Map<number, number[]>();
  spans.forEach((span, index) => {
    // A parent precedes its children in the report. Any other order could contain a circle.
    const parent = span.parent < index ? span.parent : -1;
    const siblings = children.get(parent);
    if (siblings) siblings.push(index);
    else children.set(parent, [index]);
  });
  const latestFirst = (parent: number) =>
    (children.get(parent) ?? []).sort((a, b) => (spans[b]?.startMs ?? 0) - (spans[a]?.startMs ?? 0) || b - a);

  const rows: { span: TimelineSpan; depth: number }[] = [];
  const pending = latestFirst(-1).map(index => ({ index, depth: 0 }));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { index, depth } = next;
    const span = spans[index];
    if (!span) continue;
    rows.push({ span, depth });
    for (const child of latestFirst(index)) pending.push({ index: child, depth: depth + 1 });
  }
  return {
    spans: rows.map(row => row.span),
    depth: Uint16Array.from(rows, row => row.depth),
    start: Float64Array.from(rows, row => row.span.startMs),
    end: Float64Array.from(rows, row => row.span.endMs),
  };
}
