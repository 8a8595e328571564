import { Observable, Subscriber, type Observer, type Subscription } from 'rxjs';
import { AnswerEntry, type PassingAnswers } from './answer-entry.js';

type Next = (value: unknown) => void;

/**
 * The Observable that an interceptor gets from the steps that it encloses.
 *
 * @internal
 */
export class EnclosedAnswers extends Observable<unknown> {
  constructor(
    private readonly enclosed: Observable<unknown>,
    private readonly answers: PassingAnswers,
  ) {
    super();
  }

  /** An operator subscribes with a subscriber of its own. Any other observer gets one from RxJS. */
  override subscribe(observer?: Partial<Observer<unknown>> | Next | null, ...more: never[]): Subscription {
    if (!(observer instanceof Subscriber))
      return new Observable(subscriber => this.pass(subscriber)).subscribe(observer as Next, ...more);
    this.pass(observer);
    return observer;
  }

  private pass(subscriber: Subscriber<unknown>): void {
    this.answers.subscribed();
    this.enclosed.subscribe(new AnswerEntry(subscriber, this.answers));
  }
}
