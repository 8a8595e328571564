import { Observable, Subscriber } from 'rxjs';
import type { Callable } from './callable.js';
import { spanStorage } from './execution-context.js';
import { deliver, replaceSubscribe, subscribeOf } from './observables.js';

/** Receives the events of one subscription. Its methods must not throw. @internal */
export interface SubscriptionEvents {
  /** The source has been subscribed to. It may have ended meanwhile. */
  subscribed(): void;
  answered(): void;
  /** Called once. An unsubscription is no failure. */
  ended(failed: boolean): void;
}

/**
 * Observes each subscription to `source`, which stays the same object, and cold: a subscription subscribes to it once. The
 * subscriber's code goes on in the span in which it subscribed.
 *
 * @param begin is called for each subscription, in its context; returns `undefined` to observe it not
 * @internal
 */
export function observeSubscriptions(source: Observable<unknown>, begin: () => SubscriptionEvents | undefined): void {
  const original = subscribeOf(source);
  if (original === undefined) return;
  const subscribe = function (this: unknown, ...observer: unknown[]): unknown {
    const events = begin();
    if (events === undefined) return Reflect.apply(original, this, observer);
    const observed = new Observable(subscriber => subscribeWith(events, this, original, subscriber));
    return Reflect.apply(observed.subscribe, observed, observer);
  };
  // A traced `subscribe` has facts about itself in a property. Further methods that return the source change them.
  replaceSubscribe(source, Object.assign(subscribe, original));
}

function subscribeWith(
  events: SubscriptionEvents,
  source: unknown,
  original: Callable,
  subscriber: Subscriber<unknown>,
): void {
  const receiver = spanStorage.getStore();
  let isOver = false;
  const end = (failed: boolean): void => {
    if (!isOver) events.ended(failed);
    isOver = true;
  };
  const inner = new Subscriber<unknown>({
    next: (value: unknown) => {
      events.answered();
      deliver(receiver, subscriber, 'next', value);
    },
    error: (error: unknown) => {
      end(true);
      deliver(receiver, subscriber, 'error', error);
    },
    complete: () => {
      end(false);
      deliver(receiver, subscriber, 'complete', undefined);
    },
  });
  // Before the subscription: a source that emits at once must notice that `take(1)` has unsubscribed.
  subscriber.add(() => {
    end(false);
    inner.unsubscribe();
  });
  Reflect.apply(original, source, [inner]);
  events.subscribed();
}
