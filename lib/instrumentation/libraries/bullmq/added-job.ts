import { types } from 'node:util';
import { clock } from '../../../platform/clock.js';
import { queueMicrotask } from '../../../platform/host-timers.js';
import type { MonotonicMs } from '../../../model/execution.interface.js';
import type { Callable } from '../../../tracing/callable.js';
import type { ContextLog } from '../../../tracing/context-log.interface.js';
import { CoveringSpan } from '../../../tracing/covering-span.js';
import type { Operation } from '../../../tracing/operation.js';
import type { Span } from '../../../tracing/execution.js';
import { promiseState } from '../../../tracing/promise-state.js';
import { beginOperation } from '../../../tracing/running-operation.js';
import type { Statement } from '../../../tracing/statement.interface.js';

/**
 * One call of BullMQ that adds jobs, as an operation. Nothing is chained to its promise: a handler would hide an unhandled
 * rejection. The promise hook ends it, as it ends a span.
 *
 * @internal
 */
export class AddedJob extends CoveringSpan {
  private readonly begun = clock();
  private operation: Operation | undefined;

  /** @param caller from `operatingSpan()` */
  constructor(
    private readonly caller: Span,
    private readonly statement: Statement,
    private readonly wire: string | undefined,
  ) {
    super(caller);
  }

  /** Returns and throws the same objects as the call. */
  call(log: ContextLog, add: Callable, self: unknown, args: readonly unknown[]): unknown {
    const { spans } = this.execution;
    const nextSpan = spans.length;
    let result: unknown;
    try {
      result = this.run(add, self, args);
    } catch (error) {
      this.begin(this.caller)?.finish(clock(), true);
      throw error;
    }
    const opened = spans[nextSpan];
    this.operation = this.begin(opened?.parent === this ? opened : this.caller);
    if (types.isPromise(result)) this.follow(result, log);
    else this.operation?.finish(clock(), false);
    return result;
  }

  /** The promise was resolved, perhaps with another one that is still pending: then it is called again. */
  override finish(now: MonotonicMs): void {
    super.finish(now);
    queueMicrotask(() => {
      const state = promiseState(this.promise);
      if (state !== 'pending') this.operation?.finish(now, state === 'rejected');
    });
  }

  private follow(promise: object, { settling }: ContextLog): void {
    this.promise = promise;
    settling.watch(promise, this);
    if (promiseState(promise) !== 'pending') this.finish(clock());
  }

  private begin(span: Span): Operation | undefined {
    const operation = beginOperation(span, this.statement, this.begun);
    if (operation !== undefined) operation.wire = this.wire;
    return operation;
  }
}
