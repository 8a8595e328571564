import type { SpanKind } from '../model/execution.interface.js';

/**
 * What is known of a span before it is opened: made once, when a method is wrapped, and shared by all of its calls.
 *
 * @internal
 */
export interface CallSite {
  /** `OrdersService.findOne` */
  readonly name: string;
  readonly kind: SpanKind;
  /** A native `async function`: each call gives a promise of its own that settles in the call's own context. */
  readonly isAsync: boolean;
  /** Learnt from a first call: the method returns an Observable, so that the span belongs to the subscription. */
  returnsObservable: boolean;
  /** Whether it returns promises is not known yet: a call that returns none is no span. */
  isLearning: boolean;
}
