import type { MonotonicMs } from '../model/execution.interface.js';
import type { Execution, Span } from './execution.js';
import type { Tracer } from './tracer.interface.js';

/** Injection token of the {@link ExecutionRecorder}. @internal */
export const EXECUTION_RECORDER = Symbol('PERFORMANCE_MONITOR:EXECUTION_RECORDER');

/** Keeps the memory of executions. It follows the recording level by itself. @internal */
export interface ExecutionRecorder {
  /**
   * Starts to record, or throws and leaves nothing running.
   *
   * @param onRootSettled is called when the promise of a root span settles
   * @returns `undefined` where executions are only timed: then no code may enter a context
   */
  start(tracer: Tracer, onRootSettled: (root: Span) => void): ContextLog | undefined;
  stop(): void;
  /** An execution begins: its time is kept from now on. */
  began(execution: Execution): void;
  /** An execution ended, and its recording is not needed. */
  ended(execution: Execution): void;
  /** A slow execution ended: its recording is kept until the handle releases it. */
  hold(execution: Execution): HeldExecution;
}

/** Keeps the recorder's memory of one execution. @internal */
export interface HeldExecution {
  release(): void;
}

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
