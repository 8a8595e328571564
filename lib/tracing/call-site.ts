import type { SpanKind } from '../model/execution.interface.js';

/**
 * The facts about a span that are known before it opens. Made once, when a method is wrapped, and shared by all its calls.
 *
 * @internal
 */
export interface CallSite {
  /** `OrdersService.findOne` */
  readonly name: string;
  readonly kind: SpanKind;
  /** A native `async function`: each call returns a new promise, which settles in the call's own context. */
  readonly isAsync: boolean;
  /** Learned from the first call: the method returns an Observable, so each subscription is a span. */
  returnsObservable: boolean;
  /** True until the method has returned a promise or an Observable. Until then, a call that returns none is no span. */
  isLearning: boolean;
  /** For an execution: `OrdersService.sync`, the method that it runs. */
  readonly handlerName?: string;
  /** For an execution: a decorator excludes it. */
  readonly isSkipped?: boolean;
  /** For an execution: matches errors that postpone its work, and are no failures, as `inspect()` writes them. */
  readonly postponedBy?: RegExp;
}
