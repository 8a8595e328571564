import { types } from 'node:util';
import { Observable, Subscriber } from 'rxjs';
import { spanStorage } from './execution-context.js';
import type { SpanSite } from './span-site.js';
import type { Callable, Tracer } from './tracer.interface.js';

/** Marks a `subscribe` of ours, so that an Observable which is returned again is not wrapped again. */
const TRACED = Symbol('PERFORMANCE_MONITOR:TRACED');

/**
 * Makes each subscription to `source` a span, from subscription to completion, error or unsubscription. The Observable
 * stays the same object, and cold. A `Subject` is left alone: its values come from elsewhere, it has no end to wait for.
 *
 * @internal
 */
export function traceSubscriptions(
  source: Observable<unknown>,
  site: SpanSite,
  tracer: Tracer,
  thresholdMs?: number,
): void {
  const original: unknown = source.subscribe;
  if (typeof original !== 'function' || TRACED in original || 'next' in source || !Object.isExtensible(source)) return;
  const subscribe = function (this: Observable<unknown>, ...observer: unknown[]): unknown {
    const parent = spanStorage.getStore();
    const live = parent !== undefined && !parent.execution.finished ? parent : undefined;
    if (live === undefined && site.kind !== 'profile') return Reflect.apply(original, this, observer);
    const span = (live?.execution.tracer ?? tracer).open(live, site, thresholdMs);
    if (span === undefined) return Reflect.apply(original, this, observer);
    const measured = new Observable(subscriber => subscribeIn(span, this, original as Callable, subscriber));
    return Reflect.apply(measured.subscribe, measured, observer);
  };
  Object.defineProperty(subscribe, TRACED, { value: true });
  Object.defineProperty(source, 'subscribe', {
    value: subscribe,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}

/**
 * An Observable that a method returned is cold: how long the method took says nothing, each subscription is a span.
 *
 * @param thresholdMs from which a subscription outside every execution is slow, when not from the option
 * @returns `result`, the same object
 * @internal
 */
export function followObservable(result: unknown, site: SpanSite, tracer: Tracer, thresholdMs?: number): unknown {
  site.returnsObservable = isObservable(result);
  if (isObservable(result)) traceSubscriptions(result, site, tracer, thresholdMs);
  return result;
}

/** Reads nothing of the value: a property of the user's may have effects, or throw. @internal */
export function isObservable(value: unknown): value is Observable<unknown> {
  return typeof value === 'object' && value !== null && !types.isProxy(value) && value instanceof Observable;
}

function subscribeIn(
  span: NonNullable<ReturnType<Tracer['open']>>,
  source: unknown,
  original: Callable,
  subscriber: Subscriber<unknown>,
): void {
  const { tracer } = span.execution;
  const end = (failed: boolean): void => {
    if (span.end === 0) tracer.close(span, failed);
  };
  const inner = new Subscriber<unknown>({
    next: (value: unknown) => subscriber.next(value),
    error: (error: unknown) => {
      end(true);
      subscriber.error(error);
    },
    complete: () => {
      end(false);
      subscriber.complete();
    },
  });
  // Before it is subscribed to: a source that emits at once must hear that `take(1)` has had enough.
  subscriber.add(() => {
    end(false);
    inner.unsubscribe();
  });
  tracer.run(span, original, source, [inner]);
}
