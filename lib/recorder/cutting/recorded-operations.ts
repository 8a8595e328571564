import { Stepper } from '../../platform/stepper.js';
import type { Execution } from '../../tracing/execution.js';
import type { AwaitedLock } from '../../tracing/awaited-lock.interface.js';
import type { OperationTotal } from '../../tracing/operation-total.js';
import type { Operation } from '../../tracing/operation.js';
import { recordPool } from './recorded-pools.js';
import type { SpanPlaces } from './span-places.js';
import type { RecordedLock, RecordedOperation } from '../recording.interface.js';
import type { Steps } from '../../platform/steps.js';

/**
 * The operations as plain data. An answer that arrived after the end of the execution does not count: the operation then
 * lasts until that end. Can be interrupted.
 *
 * @internal
 */
export function* recordOperations(execution: Execution, places: SpanPlaces): Steps<readonly RecordedOperation[]> {
  const { operations, end } = execution;
  const stepper = new Stepper();
  const recorded: RecordedOperation[] = [];
  for (const operation of operations?.each ?? []) {
    if (stepper.isDue()) yield;
    recorded.push(recordOne(operation, places.of(operation.span), execution));
  }
  for (const total of operations?.totals ?? [])
    if (total.calls > 0) recorded.push(recordTotal(total, places.of(total.span), end));
  return recorded;
}

function recordOne(operation: Operation, span: number, { id, end: executionEnd }: Execution): RecordedOperation {
  const { statement, start, failed, queuedMs, answeredAt, wire, pool, lock, isSynchronous } = operation;
  const { on, system, text: label, peer } = statement;
  const ended = operation.end !== 0 && operation.end <= executionEnd;
  const end = ended ? operation.end : executionEnd;
  const ms = end - start;
  return {
    on,
    system,
    label,
    peer,
    span,
    start,
    end,
    calls: 1,
    totalMs: ms,
    maxMs: ms,
    queuedMs,
    failed: ended && failed ? 1 : 0,
    ended,
    ...(answeredAt !== 0 && answeredAt <= executionEnd && { answeredAt }),
    ...(wire !== undefined && { wire }),
    ...(isSynchronous && { isSynchronous }),
    ...(pool !== undefined && { pool: recordPool(pool, id, { start, end }) }),
    ...(lock !== undefined && { lock: recordLock(lock, executionEnd) }),
  };
}

function recordLock({ table, transaction, isCertain }: AwaitedLock, executionEnd: number): RecordedLock {
  const { owner, endedAt } = transaction;
  return {
    by: { id: owner.id, kind: owner.kind, name: owner.currentName },
    table,
    isCertain,
    ...(endedAt !== 0 && endedAt <= executionEnd && { endedAt }),
  };
}

function recordTotal(total: OperationTotal, span: number, executionEnd: number): RecordedOperation {
  const { statement, start, calls, totalMs, maxMs, queuedMs, failed, wire } = total;
  const { on, system, text: label, peer } = statement;
  const ended = total.end !== 0 && total.end <= executionEnd;
  const end = ended ? total.end : executionEnd;
  return {
    on,
    system,
    label,
    peer,
    span,
    start,
    end,
    calls,
    totalMs,
    maxMs,
    queuedMs,
    failed,
    ended,
    ...(wire !== undefined && { wire }),
  };
}
