import { clock } from '../../platform/clock.js';
import { PrivateSlot } from '../../platform/private-slot.js';
import type { MonotonicMs } from '../../model/execution.interface.js';
import type { Span } from '../../tracing/execution.js';

/** Calls that end with one shared promise. A further span ends when its code last ran. */
const MAX_WATCHERS = 64;

/**
 * Ends spans when the promises that their calls returned settle. Nothing is chained to these promises: an added handler
 * would hide an unhandled rejection, and a derived promise would be another object. V8's hook reports each settled promise
 * of the process, for about 20 ns.
 *
 * An `async` function settles its promise in its own context, so only the running span is compared. Other promises are
 * watched one by one.
 *
 * @internal
 */
export class SettleWatch {
  /** The last settled promise. A call that returns it had finished before it returned. */
  lastSettled: unknown = undefined;

  private readonly watched = new PrivateSlot<object, Span[]>();
  private watching = false;

  /** @param onRootSettled a root's promise settled, perhaps only with another promise */
  constructor(private readonly onRootSettled: (span: Span) => void) {}

  forget(): void {
    this.lastSettled = undefined;
  }

  /**
   * Ends `span` with the promise that its call returned; at once when that has settled. A call that may go on as an execution
   * of its own stays open: its promise may have been resolved with one that is pending.
   */
  follow(span: Span, promise: object, now: MonotonicMs): void {
    if (this.lastSettled === promise && !mayGoOn(span)) {
      span.finish(now);
      span.promise = span.site.isAsync ? undefined : promise;
    } else {
      span.promise = promise;
      this.watch(promise, span);
    }
  }

  /** Ends `span` when `promise` settles, in any context. */
  watch(promise: object, span: Span): void {
    this.watching = true;
    const spans = this.watched.get(promise);
    if (spans === undefined) {
      this.watched.set(promise, [span]);
      return;
    }
    if (spans.length >= MAX_WATCHERS) keepUnfinished(spans);
    // An execution without an end would stay in flight for ever. There are no more of these than executions.
    if (spans.length < MAX_WATCHERS || span.parent === undefined) spans.push(span);
  }

  /**
   * Called by the promise hook for each promise of the process.
   *
   * @param running the span whose code runs now
   * @returns the time when the promise is that of a running `async` function, which does nothing after it; else 0
   */
  settled(promise: unknown, running: Span | undefined): MonotonicMs {
    this.lastSettled = promise;
    let returnedAt = 0;
    if (running !== undefined && running.promise === promise) {
      this.end(running);
      if (running.site.isAsync) returnedAt = running.end;
    }
    if (this.watching) this.endWatchers(promise as object);
    return returnedAt;
  }

  private endWatchers(promise: object): void {
    const spans = this.watched.get(promise);
    if (spans === undefined) return;
    for (const span of spans) if (span.promise === promise) this.end(span);
  }

  private end(span: Span): void {
    span.finish(clock());
    if (span.parent === undefined) this.onRootSettled(span);
  }
}

/** Calls beyond the budget of spans share one, and end with their execution. */
function mayGoOn(span: Span): boolean {
  return span.site.asExecution !== undefined && span.execution.spans[span.index] === span;
}

function keepUnfinished(spans: Span[]): void {
  let kept = 0;
  for (const span of spans) if (!span.execution.finished) spans[kept++] = span;
  spans.length = kept;
}
