import type { MonotonicMs } from '../model/execution.interface.js';
import { spanStorage } from './execution-context.js';
import type { Operation } from './operation.js';
import { Operations } from './operations.js';
import type { Span } from './execution.js';
import type { Statement } from './statement.interface.js';
import type { Tracer } from './tracer.interface.js';

/**
 * The span whose code runs, when an operation can belong to it. Other applications' executions, finished ones and those
 * that are only counted have none.
 *
 * @internal
 */
export function operatingSpan(tracer: Tracer): Span | undefined {
  const span = spanStorage.getStore();
  if (span === undefined) return undefined;
  const { execution } = span;
  return execution.tracer === tracer && !execution.finished && !execution.muted ? span : undefined;
}

/**
 * Begins an operation in `span`, which must be from {@link operatingSpan}.
 *
 * @returns `undefined` when the execution has too many different operations
 * @internal
 */
export function beginOperation(span: Span, statement: Statement, now: MonotonicMs): Operation | undefined {
  return (span.execution.operations ??= new Operations()).begin(statement, span.index, now);
}
