import type { MonotonicMs } from '../model/execution.interface.js';
import { isCovered } from './covering-span.js';
import { spanStorage } from './execution-context.js';
import type { Operation } from './operation.js';
import { Operations } from './operations.js';
import type { Span } from './execution.js';
import type { Statement } from './statement.interface.js';
import type { Tracer } from './tracer.interface.js';

/**
 * The span whose code runs, when an operation can belong to it. Other applications' executions, finished ones and those
 * that are only counted have none. Neither has the code of a library within an operation of its own.
 *
 * @param span another span, where a library has the caller of a request from elsewhere
 * @internal
 */
export function operatingSpan(tracer: Tracer, span: Span | undefined = spanStorage.getStore()): Span | undefined {
  if (span === undefined) return undefined;
  const { execution } = span;
  const isOwn = execution.tracer === tracer && !execution.finished && !execution.muted;
  return isOwn && !isCovered(span) ? span : undefined;
}

/**
 * Begins an operation in `span`, which must be from {@link operatingSpan}.
 *
 * @returns `undefined` when the execution has too many different operations
 * @internal
 */
export function beginOperation(span: Span, statement: Statement, now: MonotonicMs): Operation | undefined {
  const { execution } = span;
  const operations = (execution.operations ??= new Operations());
  operations.replaceOuter(statement, span.index);
  const operation = operations.begin(statement, span.index, now);
  if (operation !== undefined && statement.on === 'database')
    operation.lock = execution.tracer.transactions?.begin(execution, operation, now);
  return operation;
}

/**
 * Begins an operation as an ORM reports it, in its caller's context. Where the driver below is recorded, too, the driver's
 * operation replaces it: each statement counts once.
 *
 * @internal
 */
export function beginOuterOperation(span: Span, statement: Statement, now: MonotonicMs): Operation | undefined {
  return (span.execution.operations ??= new Operations()).beginOuter(statement, span.index, now);
}
