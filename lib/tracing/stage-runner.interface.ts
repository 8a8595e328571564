import type { MonotonicMs } from '../model/execution.interface.js';
import type { CallSite } from './call-site.js';
import type { Callable } from './callable.js';

/**
 * Spans of stages. Most calls return at once. They enter no context, which costs ten times as much as two readings of the
 * clock: their spans are added afterwards.
 *
 * @internal
 */
export interface StageRunner<Span> {
  /**
   * Calls `fn` in the context of `parent`, the current one. The call is a span when it lasts `MIN_STAGE_MS`, or returns a
   * promise: then the site is learning no longer.
   */
  callTimed(parent: Span, site: CallSite, fn: Callable, self: unknown, args: readonly unknown[]): unknown;
  /** Adds a span for the code of `parent` from `start` to `now`, when that lasted `MIN_STAGE_MS`. */
  addPast(parent: Span, site: CallSite, start: MonotonicMs, now: MonotonicMs, failed: boolean): void;
  /** Opens a span below `parent` that began at `start`, in the context of `parent`. */
  openPast(parent: Span, site: CallSite, start: MonotonicMs): Span | undefined;
  /** The code of the span above `span` since the start of `span` was its own. Ends it, or drops it when it was short. */
  closePast(span: Span, now: MonotonicMs): void;
  /** Traces the subscriptions to `result` when it is an Observable. Returns the same object. */
  followResult(result: unknown, site: CallSite): unknown;
}
