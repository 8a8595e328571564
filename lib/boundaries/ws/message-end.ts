import { Subscriber } from 'rxjs';
import { clock } from '../../platform/clock.js';
import type { ExecutionOutcome } from '../../model/execution.interface.js';
import { answerArrived, expectAnswers } from '../../tracing/answer-stage.js';
import type { Span } from '../../tracing/execution.js';
import type { TracerService } from '../../tracing/tracer.service.js';

/**
 * Ends the execution of a message with the Observable of its answers: it has completed, failed, or lost its subscriber,
 * because the client has left.
 *
 * @internal
 */
export class MessageEnd extends Subscriber<unknown> {
  /** The outcome if the subscription ended now. */
  private outcome: ExecutionOutcome = 'aborted';

  constructor(
    destination: Subscriber<unknown>,
    private readonly tracer: TracerService,
    private readonly root: Span,
  ) {
    super(destination);
    expectAnswers(root);
  }

  override unsubscribe(): void {
    if (this.closed) return;
    super.unsubscribe();
    const { execution } = this.root;
    if (execution.finished) return;
    // An exception that was answered is the outcome of an Observable that completes.
    if (this.outcome !== 'ok') execution.outcome = this.outcome;
    this.tracer.finish(execution, clock());
  }

  /** An adapter that unsubscribes while it gets a value needs no more of them: the client is still there. */
  protected override _next(value: unknown): void {
    this.outcome = 'ok';
    this.root.execution.hasAnswered = true;
    answerArrived(this.root);
    super._next(value);
    this.outcome = 'aborted';
  }

  protected override _error(error: unknown): void {
    this.outcome = 'error';
    answerArrived(this.root);
    super._error(error);
  }

  protected override _complete(): void {
    this.outcome = 'ok';
    answerArrived(this.root);
    super._complete();
  }
}
