import { clock } from '../../../platform/clock.js';
import type { Operation } from '../../../tracing/operation.js';
import type { Span } from '../../../tracing/execution.js';
import type { SubscriptionEvents } from '../../../tracing/observe-subscriptions.js';
import { beginOperation } from '../../../tracing/running-operation.js';
import type { Statement } from '../../../tracing/statement.interface.js';

/** The statement of a message, and the other end of its client's connection. @internal */
export interface MessageFacts {
  readonly statement: Statement;
  readonly wire: string | undefined;
}

/**
 * One message as an operation: from the subscription to its last answer, or from the call until the broker took it.
 *
 * @internal
 */
export class SentMessage implements SubscriptionEvents {
  private readonly start = clock();
  private readonly nextSpan: number;
  private hasBegun = false;
  private operation: Operation | undefined;

  /**
   * @param caller from `operatingSpan()`
   * @param isTraced the subscription opens a span of its own first: the operation belongs there
   */
  constructor(
    private readonly caller: Span,
    private readonly facts: MessageFacts,
    private readonly isTraced: boolean,
  ) {
    this.nextSpan = caller.execution.spans.length;
  }

  subscribed(): void {
    this.begin();
  }

  answered(): void {
    this.begin()?.answered(clock(), false);
  }

  ended(failed: boolean): void {
    this.begin()?.finish(clock(), failed);
  }

  /** Begins with the first event: by then the span of the subscription is open. */
  private begin(): Operation | undefined {
    if (this.hasBegun) return this.operation;
    this.hasBegun = true;
    const { caller, facts, start } = this;
    const opened = this.isTraced ? caller.execution.spans[this.nextSpan] : undefined;
    const operation = beginOperation(opened ?? caller, facts.statement, start);
    if (operation !== undefined) operation.wire = facts.wire;
    this.operation = operation;
    return operation;
  }
}
