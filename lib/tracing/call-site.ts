import type { ExecutionKind, SpanKind } from '../model/execution.interface.js';

/** A call as an execution of its own. @internal */
export interface OwnExecution {
  readonly kind: ExecutionKind;
  /** The site of the execution, when it has another name than the call. */
  readonly site?: CallSite;
  /** By default the option's. */
  readonly thresholdMs: number | undefined;
}

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
  /** For a method that is an execution when it is called outside all others. It becomes one when it outlives the one around it. */
  readonly asExecution?: OwnExecution;
  /**
   * A stage of the request's path through Nest, such as a guard. A call without a promise is a span, too, when it lasts
   * {@link MIN_STAGE_MS}.
   */
  isStage?: boolean;
  /** An interceptor: its Observable includes the work of the steps that it encloses, and is no span. */
  isInterceptor?: boolean;
  /** For an execution: `OrdersService.sync`, the method that it runs. */
  readonly handlerName?: string;
  /** For an execution: a decorator excludes it. */
  readonly isSkipped?: boolean;
  /** For an execution: matches errors that postpone its work, and are no failures, as `inspect()` writes them. */
  readonly postponedBy?: RegExp;
}
