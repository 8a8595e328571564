import { Subscriber } from 'rxjs';
import { clock } from '../../platform/clock.js';
import { answerArrived, expectAnswers } from '../../tracing/answer-stage.js';
import type { Span } from '../../tracing/execution.js';
import { HttpExchange } from './http-exchange.js';

/**
 * Ends the span of a handler when its Observable ends or is unsubscribed from. A subscriber of its own costs half of a `tap`
 * with its closures, for each request.
 *
 * @internal
 */
export class HandlerEnd extends Subscriber<unknown> {
  /** @param events the exchange of a stream of events */
  constructor(
    destination: Subscriber<unknown>,
    private readonly span: Span | undefined,
    private readonly events: HttpExchange | undefined,
  ) {
    super(destination);
    if (span !== undefined) expectAnswers(span);
  }

  override unsubscribe(): void {
    if (this.closed) return;
    super.unsubscribe();
    end(this.span, false);
  }

  protected override _next(value: unknown): void {
    // A stream of events has answered at the latest with its first event.
    this.events?.conclude(clock());
    if (this.span !== undefined) answerArrived(this.span);
    super._next(value);
  }

  protected override _error(error: unknown): void {
    const exchange = this.span && HttpExchange.ofExecution(this.span.execution);
    if (exchange !== undefined) exchange.thrown = error;
    if (this.span !== undefined) answerArrived(this.span);
    end(this.span, true);
    super._error(error);
  }

  protected override _complete(): void {
    if (this.span !== undefined) answerArrived(this.span);
    super._complete();
  }
}

function end(span: Span | undefined, failed: boolean): void {
  if (span === undefined || span.end !== 0) return;
  const now = clock();
  if (failed) span.fail(now);
  else span.finish(now);
}
