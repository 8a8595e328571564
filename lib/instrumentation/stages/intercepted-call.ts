import type { CallHandler } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { clock } from '../../platform/clock.js';
import type { MonotonicMs } from '../../model/execution.interface.js';
import { answerArrived } from '../../tracing/answer-stage.js';
import type { AnswerStage } from '../../tracing/answer-stage.interface.js';
import type { CallSite } from '../../tracing/call-site.js';
import type { Callable } from '../../tracing/callable.js';
import type { Span } from '../../tracing/execution.js';
import { spanStorage } from '../../tracing/execution-context.js';
import { MAX_DISCARDED } from '../../tracing/span-limits.js';
import { isObservable } from '../../tracing/observables.js';
import type { PassingAnswers } from './answer-entry.js';
import { EnclosedAnswers } from './enclosed-answers.js';

/** The call sites of an interceptor. */
interface InterceptorSites {
  readonly after: CallSite;
  isDeferred(span: Span): boolean;
}

/**
 * One call of an interceptor, and the handler that the interceptor gets in place of Nest's. The enclosed steps run in the
 * context around the interceptor. The answer leaves the interceptor when it arrives at the next outer one, or at the
 * boundary.
 *
 * An answer mostly passes within microseconds, so no context is entered for it: its span is added afterwards.
 *
 * @internal
 */
export class InterceptedCall implements CallHandler, AnswerStage, PassingAnswers {
  /** The interceptor has called `handle()`. */
  isPassedOn = false;
  private enteredAt: MonotonicMs = 0;
  /** Opened for an answer that the interceptor keeps: it awaits something. */
  private span: Span | undefined = undefined;

  constructor(
    private readonly sites: InterceptorSites,
    private readonly parent: Span,
    private readonly next: CallHandler,
  ) {}

  /** An own property, as Nest's: `const { handle } = next` works. */
  readonly handle = (): Observable<unknown> => {
    const { parent, next } = this;
    this.isPassedOn = true;
    const current = spanStorage.getStore();
    if (current !== undefined && this.sites.isDeferred(current)) current.finish(clock());
    const isOutside = current === parent || parent.execution.finished;
    const source = (
      isOutside ? next.handle() : parent.execution.tracer.run(parent, next.handle as Callable, next, [])
    ) as Observable<unknown>;
    if (parent.answerStage === undefined || parent.execution.finished || !isObservable(source)) return source;
    return new EnclosedAnswers(source, this);
  };

  /** After an error, `retry()` subscribes again: the enclosed steps run once more. */
  subscribed(): void {
    if (this.parent.answerStage === this) answerArrived(this.parent);
  }

  enter(): void {
    const { parent } = this;
    const stage = parent.answerStage;
    const now = clock();
    if (stage !== this) stage?.leave(now);
    else {
      // It collects answers. The time between them is that of the enclosed steps.
      this.span?.discard(now);
      this.span = undefined;
    }
    parent.answerStage = this;
    this.enteredAt = now;
  }

  entered(): void {
    const { parent } = this;
    const { execution } = parent;
    if (parent.answerStage !== this || execution.spansDiscarded >= MAX_DISCARDED) return;
    this.span = execution.tracer.stages.openPast(parent, this.sites.after, this.enteredAt);
  }

  leave(now: MonotonicMs): void {
    const { parent, span, enteredAt } = this;
    const { tracer } = parent.execution;
    this.span = undefined;
    if (span !== undefined) tracer.stages.closePast(span, now);
    else tracer.stages.addPast(parent, this.sites.after, enteredAt, now, false);
  }
}
