import type { MonotonicMs } from '../../model/execution.interface.js';
import type { Execution } from '../../tracing/execution.js';
import type { Operation } from '../../tracing/operation.js';

/** A statement explains a slow execution when it takes at least this share of the threshold. */
const MIN_SHARE = 0.5;
/** A lock that is held for less time is no cause, however low the threshold is. */
const MIN_MS = 20;
/** Operations of one execution that are read, from the last one on. */
const MAX_READ = 20;
/** Statements in one question. The other executions follow with the next ones. */
const MAX_STATEMENTS = 20;

/** A statement without an answer, which may wait for a lock. */
export interface LateStatement {
  readonly execution: Execution;
  readonly operation: Operation;
}

/**
 * The statements that run for too long: at most one of an execution, and at most 20, the oldest ones.
 *
 * @param isOver the question about an execution was sent: there is one for each
 * @internal
 */
export function lateStatements(
  executions: Iterable<Execution>,
  isOver: (execution: Execution) => boolean,
  now: MonotonicMs,
): LateStatement[] {
  const late: LateStatement[] = [];
  for (const execution of executions) {
    const operation = isWatched(execution) && !isOver(execution) ? lateIn(execution, now) : undefined;
    if (operation !== undefined) late.push({ execution, operation });
  }
  return late.sort((a, b) => a.operation.start - b.operation.start).slice(0, MAX_STATEMENTS);
}

function isWatched({ muted, finished, operations }: Execution): boolean {
  return !muted && !finished && operations !== undefined;
}

function lateIn({ operations, thresholdMs }: Execution, now: MonotonicMs): Operation | undefined {
  const startedBefore = now - Math.max(MIN_MS, thresholdMs * MIN_SHARE);
  return operations?.each
    .slice(-MAX_READ)
    .find(({ session, end, start, queuedMs }) => session !== 0 && end === 0 && start + queuedMs <= startedBefore);
}
