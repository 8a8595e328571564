import type { MonotonicMs } from '../../model/execution.interface.js';
import type { Span } from '../../tracing/execution.js';

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
  let since: MonotonicMs | undefined;
  // In the order of their start.
  for (const span of execution.spans)
    if (span.parent === from && span.end === 0 && (span.start <= lostAt || isHandler(span))) since = span.start;
  return since;
}

/** The span of a lost context, and the calls that other executions made in that context since then. @internal */
export function spansInContext(from: Span, since: MonotonicMs): Set<Span> {
  const found = new Set([from]);
  for (const span of from.execution.spans)
    if (span.start >= since && span.parent !== undefined && found.has(span.parent) && !isHandler(span)) found.add(span);
  return found;
}

function isHandler({ site }: Span): boolean {
  return site.kind === 'handler';
}
