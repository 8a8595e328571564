import type { Subscriber, SubscriptionLike, TeardownLogic } from 'rxjs';

/** The answers that pass an interceptor. @internal */
export interface PassingAnswers {
  /** The interceptor subscribes to the enclosed steps. */
  subscribed(): void;
  /** An answer, or an error, comes from the enclosed steps. */
  enter(): void;
  /** The synchronous part is over. */
  entered(): void;
}

/**
 * The place where answers enter an interceptor, after the handler. RxJS takes it for a subscriber by its methods, and all of
 * them are those of the interceptor's own one. A `Subscriber` would be attached and detached for each request (2 µs).
 *
 * @internal
 */
export class AnswerEntry implements SubscriptionLike {
  constructor(
    private readonly destination: Subscriber<unknown>,
    private readonly answers: PassingAnswers,
  ) {}

  get closed(): boolean {
    return this.destination.closed;
  }

  next(value: unknown): void {
    this.answers.enter();
    this.destination.next(value);
    this.answers.entered();
  }

  error(error: unknown): void {
    this.answers.enter();
    this.destination.error(error);
    this.answers.entered();
  }

  complete(): void {
    this.destination.complete();
  }

  add(teardown: TeardownLogic): void {
    this.destination.add(teardown);
  }

  remove(teardown: Parameters<Subscriber<unknown>['remove']>[0]): void {
    this.destination.remove(teardown);
  }

  unsubscribe(): void {
    this.destination.unsubscribe();
  }
}
