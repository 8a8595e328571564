import type { MonotonicMs } from '../model/execution.interface.js';
import type { Span } from './execution.js';

/** Records which span's code runs, in each moment. @internal */
export interface ContextLog {
  /** Code of `span` starts to run, by a call. Returns the span whose code ran until now. */
  enter(span: Span, now: MonotonicMs): Span | undefined;
  /** The call returned: code of `previous` runs on. */
  leave(previous: Span | undefined, now: MonotonicMs): void;
  /**
   * The code that runs belongs to `to`, in the async context of `from`. Takes it back from the execution of `from`: the code
   * of this turn, and of earlier ones, since that context was entered. Code that may be the execution's own stays.
   *
   * @param from `undefined` for code outside all async contexts
   * @param certainSince all code in the context since then belongs to `to`
   */
  reassign(from: Span | undefined, to: Span, certainSince?: MonotonicMs): void;
  readonly settling: Settling;
  readonly past: PastOwners;
}

/** The spans whose code ran in the past, and their return. @internal */
export interface PastOwners {
  /** False when the code that runs has run since then, without an await. */
  changedSince(time: MonotonicMs): boolean;
  /** The span whose code ran then. `undefined` when its execution is over, for code outside, and beyond the log. */
  spanAt(time: MonotonicMs): Span | undefined;
  /** The code of the span above `span`, from the start of `span` until now, was that of `span`. */
  narrow(span: Span, now: MonotonicMs): void;
  /** Certainly no execution's code runs now, whatever called it. */
  leaveAll(now: MonotonicMs): void;
}

/** Ends spans when the promises that their calls returned settle. @internal */
export interface Settling {
  /** The promise that settled last: a call that returns it had settled before it returned. */
  readonly lastSettled: unknown;
  /** Ends `span` with the promise that its call returned: at once, when that has settled. */
  follow(span: Span, promise: object, now: MonotonicMs): void;
  /** Ends `span` when `promise` settles, in any context. */
  watch(promise: object, span: Span): void;
}
