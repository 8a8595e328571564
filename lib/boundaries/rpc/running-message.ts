import { types } from 'node:util';
import { isObservable, Observable, type Subscriber, type Subscription } from 'rxjs';
import { clock } from '../../platform/clock.js';
import { setImmediate } from '../../platform/host-timers.js';
import type { Callable } from '../../tracing/callable.js';
import { answerArrived, expectAnswers } from '../../tracing/answer-stage.js';
import type { Execution, Span } from '../../tracing/execution.js';
import type { TracerService } from '../../tracing/tracer.service.js';
import { MessageEnd, type Ending } from './message-end.js';
import type { OpenMessage } from './message-site.js';
import type { PatternHandler } from './rpc-server.interface.js';

/**
 * One message whose handler runs. It ends when the handler, guards and filters included, has given its last answer.
 *
 * @internal
 */
export class RunningMessage implements Ending {
  private isSubscribed = false;

  private readonly execution: Execution;
  private readonly span: Span;

  constructor(
    private readonly tracer: TracerService,
    { execution, span }: OpenMessage,
  ) {
    this.execution = execution;
    this.span = span;
  }

  run(handler: PatternHandler, self: unknown, args: readonly unknown[]): unknown {
    let result: unknown;
    try {
      result = this.tracer.run(this.span, handler, self, args);
    } catch (error) {
      this.end(true);
      throw error;
    }
    // Nest's handlers are async functions. The answer arrives one microtask later than without the monitor.
    return types.isPromise(result) ? result.then(this.follow, this.fail) : this.follow(result);
  }

  answered(): void {
    this.execution.hasAnswered = true;
    answerArrived(this.span);
  }

  completed(): void {
    answerArrived(this.span);
  }

  /** Only the first call counts. */
  end(failed: boolean): void {
    const { execution, span } = this;
    if (execution.finished) return;
    answerArrived(span);
    const now = clock();
    if (failed) execution.outcome = 'error';
    if (failed) span.fail(now);
    else span.finish(now);
    this.tracer.finish(execution, now);
  }

  /** Nest subscribes later, and with an interceptor that is when the handler is called. */
  private readonly follow = (result: unknown): unknown => {
    if (isObservable(result)) return this.observed(result);
    this.end(false);
    return result;
  };

  /** A transport of the application's own may ignore the answers of an event: then the message is over. */
  private observed(result: Observable<unknown>): Observable<unknown> {
    setImmediate(() => {
      if (!this.isSubscribed) this.end(false);
    });
    return new Observable(subscriber => this.subscribe(result, subscriber));
  }

  private readonly fail = (error: unknown): never => {
    this.end(true);
    throw error;
  };

  private subscribe(source: Observable<unknown>, subscriber: Subscriber<unknown>): Subscription {
    this.isSubscribed = true;
    if (this.execution.finished) return source.subscribe(subscriber);
    const subscribe = source.subscribe as Callable;
    expectAnswers(this.span);
    return this.tracer.run(this.span, subscribe, source, [new MessageEnd(subscriber, this)]) as Subscription;
  }
}
