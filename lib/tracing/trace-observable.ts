import { Observable, Subscriber } from 'rxjs';
import { spanStorage } from './execution-context.js';
import { SHARED } from '../platform/process-wide.js';
import type { CallSite } from './call-site.js';
import type { Span } from './execution.js';
import type { Callable } from './callable.js';
import { deliver, isObservable, replaceSubscribe, subscribeOf } from './observables.js';
import type { Tracer, TracerHome } from './tracer.interface.js';

/** Key on a traced `subscribe`: the call that returned the Observable last. */
const ORIGIN = Symbol.for(`${SHARED}:ORIGIN`);

/** Holds no reference to an application that has closed: an Observable may live as long as the process. */
interface Origin {
  site: CallSite;
  home: TracerHome;
  thresholdMs: number | undefined;
  /** The execution and the span in which it was returned. */
  executionId: number;
  spanIndex: number;
}

/**
 * Makes each subscription to `source` a span, from subscription to completion, error or unsubscription. The Observable
 * stays the same object, and cold. The method that returned it last gives the name.
 *
 * A `Subject` is not traced: its values come from elsewhere, and it has no end to wait for.
 */
function traceSubscriptions(source: Observable<unknown>, site: CallSite, tracer: Tracer, thresholdMs?: number): void {
  const original = subscribeOf(source);
  if (original === undefined || 'next' in source) return;
  const at = spanStorage.getStore();
  const origin = (original as Partial<Traced>)[ORIGIN];
  if (origin !== undefined) {
    if (isWithin(origin, site, tracer, at)) return;
    origin.site = site;
    origin.home = tracer.home;
    origin.thresholdMs = thresholdMs;
    origin.executionId = at?.execution.id ?? 0;
    origin.spanIndex = at?.index ?? 0;
    return;
  }
  const subscribe = tracedSubscribe(original, {
    site,
    home: tracer.home,
    thresholdMs,
    executionId: at?.execution.id ?? 0,
    spanIndex: at?.index ?? 0,
  });
  replaceSubscribe(source, subscribe);
}

/** A provider's method passes on the Observable of a decorated one: the name of the decorator stays. */
function isWithin(origin: Origin, site: CallSite, { home }: Tracer, at: Span | undefined): boolean {
  return (
    origin.site.kind === 'profile' &&
    site.kind !== 'profile' &&
    origin.home === home &&
    origin.executionId === (at?.execution.id ?? 0)
  );
}

interface Traced extends Callable {
  [ORIGIN]: Origin;
}

function tracedSubscribe(original: Callable, origin: Origin): Traced {
  const subscribe = function (this: unknown, ...observer: unknown[]): unknown {
    const parent = parentOf(origin);
    const { tracer } = origin.home;
    // An application that has closed returned it: it belongs to none until another one returns it.
    if (parent === undefined && (tracer === undefined || origin.site.kind !== 'profile'))
      return Reflect.apply(original, this, observer);
    const span = (parent?.execution.tracer ?? tracer)?.open(parent, origin.site, origin.thresholdMs);
    if (span === undefined) return Reflect.apply(original, this, observer);
    const measured = new Observable(subscriber => subscribeIn(span, this, original, subscriber));
    return Reflect.apply(measured.subscribe, measured, observer);
  };
  return Object.assign(subscribe, { [ORIGIN]: origin });
}

/**
 * The parent of a subscription's span. Nest subscribes outside the handler that returned the Observable: then the parent is
 * the span in which it was returned, while that is open.
 */
function parentOf({ executionId, spanIndex, home }: Origin): Span | undefined {
  const current = spanStorage.getStore();
  if (current === undefined || current.execution.finished) return undefined;
  const { execution } = current;
  if (execution.id !== executionId || execution.tracer !== home.tracer) return current;
  const returnedIn = execution.spans[spanIndex];
  if (returnedIn === undefined || returnedIn.end !== 0) return current;
  let above: Span | undefined = returnedIn;
  while (above !== undefined && above !== current) above = above.parent;
  return above === undefined ? current : returnedIn;
}

/**
 * Traces an Observable that a method returned. It is cold: not the call but each subscription is a span.
 *
 * @param thresholdMs a subscription outside every execution is slow from this on; by default from the option on
 * @returns `result`, the same object
 * @internal
 */
export function followObservable(result: unknown, site: CallSite, tracer: Tracer, thresholdMs?: number): unknown {
  const isFollowed = isObservable(result);
  site.returnsObservable = isFollowed;
  if (isFollowed) traceSubscriptions(result, site, tracer, thresholdMs);
  return result;
}

function subscribeIn(span: Span, source: unknown, original: Callable, subscriber: Subscriber<unknown>): void {
  const { tracer } = span.execution;
  const end = (failed: boolean): void => {
    if (span.end === 0) tracer.close(span, failed);
  };
  const receiver = spanStorage.getStore();
  const inner = new Subscriber<unknown>({
    next: (value: unknown) => {
      if (span.parent === undefined) span.execution.hasAnswered = true;
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
  tracer.run(span, original, source, [inner]);
}
