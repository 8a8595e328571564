import type { MonotonicMs } from '../../model/execution.interface.js';
import type { Span } from '../../tracing/execution.js';
import { MAX_DISCARDED } from '../../tracing/span-limits.js';

/**
 * The time when the execution of `from` stopped to run code of this span. The span has ended, or a call below it is pending.
 * Code that still runs in this context belongs to other executions.
 *
 * @param lostAt when another execution's code may have entered the context. A later call may be that code's. A handler is
 *   opened in the context of its own request.
 * @returns `undefined` when the execution may run code of its own in this context
 * @internal
 */
export function idleSince(from: Span, lostAt: MonotonicMs): MonotonicMs | undefined {
  const { execution } = from;
  if (from.end !== 0) return from.end;
  if (execution.finished) return execution.end;
  for (const span of execution.spans)
    if (span.parent === from && span.end === 0 && (span.start <= lostAt || isHandler(span))) return span.start;
  return undefined;
}

/**
 * The span of a lost context, and the calls that other executions made in that context.
 *
 * @param since the start of the lost code
 * @param idle when the execution of `from` stopped to make calls of its own there. A later span for merged calls is not its own.
 * @internal
 */
export function spansInContext(from: Span, since: MonotonicMs, idle: MonotonicMs | undefined): Set<Span> {
  const { spans } = from.execution;
  const found = new Set([from]);
  if (idle !== undefined) addMerged(from, idle, found);
  // In the order of their start. There may be many: one for each request that was lost here.
  let first = spans.length;
  while (first > 0 && (spans[first - 1]?.start ?? 0) >= since) first -= 1;
  for (let i = first; i < spans.length; i++) {
    const span = spans[i];
    if (span?.parent !== undefined && found.has(span.parent) && !isHandler(span)) found.add(span);
  }
  return found;
}

/** Drops a span of lost code from the report of its execution. Frees the budget of spans for it, up to a limit. @internal */
export function dropSpan(span: Span, now: MonotonicMs): void {
  if (span.count === 0) return;
  const isMerged = span.parent?.aggregates?.get(span.site) === span;
  if (!isMerged && span.execution.spansDiscarded < MAX_DISCARDED) span.discard(now);
  else span.count = 0;
}

function addMerged({ aggregates }: Span, idle: MonotonicMs, found: Set<Span>): void {
  for (const span of aggregates?.values() ?? []) {
    if (span.start < idle || isHandler(span)) continue;
    found.add(span);
    addMerged(span, idle, found);
  }
}

function isHandler({ site }: Span): boolean {
  return site.kind === 'handler';
}
