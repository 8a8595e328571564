import type { TimelineSpan } from '../../../lib/model/report.interface.js';

/** From this number of calls on, the calls of one span from one place share a row. */
const SHARED_FROM = 5;

/** A row of the waterfall: one span, or the calls of one span from one place. */
export interface SpanRow {
  readonly name: string;
  /** 0 for the root. */
  readonly depth: number;
  /** Ordered by start. One of them can stand for several calls. */
  readonly bars: readonly TimelineSpan[];
  readonly startMs: number;
  readonly endMs: number;
  readonly calls: number;
  /** The sum of the calls' durations. */
  readonly totalMs: number;
  readonly failed: 'none' | 'some' | 'all';
}

/**
 * The rows of the waterfall: below their parents, siblings by start. A span becomes a root when its parent is missing or
 * follows it. There is no recursion, because spans can be nested as deep as the application's stack.
 */
export function layOutSpans(spans: readonly TimelineSpan[]): readonly SpanRow[] {
  const children = childrenOf(spans);
  const rows: SpanRow[] = [];
  const pending = latestFirst(spans, children.get(-1) ?? []).map(members => ({ members, depth: 0 }));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { members, depth } = next;
    rows.push(rowOf(spans, members, depth));
    const below = members.flatMap(member => children.get(member) ?? []);
    for (const group of latestFirst(spans, below)) pending.push({ members: group, depth: depth + 1 });
  }
  return rows;
}

function childrenOf(spans: readonly TimelineSpan[]): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const [index, span] of spans.entries()) {
    // A parent precedes its children in the report. Any other order could contain a circle.
    const parent = span.parent < index ? Math.max(span.parent, -1) : -1;
    const siblings = children.get(parent);
    if (siblings) siblings.push(index);
    else children.set(parent, [index]);
  }
  return children;
}

/** The indices in groups that have a row each. */
function latestFirst(spans: readonly TimelineSpan[], indices: readonly number[]): number[][] {
  const startOf = (index = -1) => spans[index]?.startMs ?? 0;
  const byCall = new Map<string, number[]>();
  for (const index of [...indices].sort((a, b) => startOf(a) - startOf(b) || a - b)) {
    const call = `${spans[index]?.kind ?? ''} ${spans[index]?.name ?? ''}`;
    const group = byCall.get(call);
    if (group) group.push(index);
    else byCall.set(call, [index]);
  }
  const groups = [...byCall.values()].flatMap(group => {
    const calls = group.reduce((sum, index) => sum + (spans[index]?.count ?? 0), 0);
    return calls < SHARED_FROM ? group.map(index => [index]) : [group];
  });
  return groups.sort((a, b) => startOf(b[0]) - startOf(a[0]) || (b[0] ?? 0) - (a[0] ?? 0));
}

function rowOf(spans: readonly TimelineSpan[], members: readonly number[], depth: number): SpanRow {
  const bars = members.map(index => spans[index]).filter(span => span !== undefined);
  const failed = bars.filter(bar => bar.failed).length;
  return {
    name: bars[0]?.name ?? '',
    depth,
    bars,
    startMs: bars[0]?.startMs ?? 0,
    endMs: bars.reduce((end, bar) => Math.max(end, bar.endMs), 0),
    calls: bars.reduce((sum, bar) => sum + bar.count, 0),
    totalMs: bars.reduce((sum, bar) => sum + bar.totalMs, 0),
    failed: failed === 0 ? 'none' : failed === bars.length ? 'all' : 'some',
  };
}
