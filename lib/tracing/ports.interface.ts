import type { ExecutionKind, MonotonicMs } from '../model/execution.interface.js';
import type { FinishedExecution } from '../model/finished-execution.interface.js';
import type { Execution, Span } from './execution.js';
import type { Tracer } from './tracer.interface.js';

/** Injection token of the {@link ExecutionPolicy}. @internal */
export const EXECUTION_POLICY = Symbol('PERFORMANCE_MONITOR:EXECUTION_POLICY');
/** Injection token of the {@link ExecutionRecorder}. @internal */
export const EXECUTION_RECORDER = Symbol('PERFORMANCE_MONITOR:EXECUTION_RECORDER');
/** Injection token of the {@link ExecutionStats}. @internal */
export const EXECUTION_STATS = Symbol('PERFORMANCE_MONITOR:EXECUTION_STATS');
/** Injection token of the {@link ExecutionCost}. @internal */
export const EXECUTION_COST = Symbol('PERFORMANCE_MONITOR:EXECUTION_COST');
/** Injection token of the {@link SlowExecutions}. @internal */
export const SLOW_EXECUTIONS = Symbol('PERFORMANCE_MONITOR:SLOW_EXECUTIONS');

/** Which executions are watched, and how. The tracer reads it for each execution. @internal */
export interface ExecutionPolicy {
  /** An execution that has no threshold of its own is slow from this duration on. */
  readonly thresholdMs: number;
  /** False where no execution has to be searched for patterns. */
  readonly hasPatterns: boolean;
  /** False where executions have a root span only. Fixed at the start. */
  readonly spansOn: boolean;
  /** Whether an execution of this name is watched. Asked only while {@link hasPatterns}. Never throws. */
  watchesName(name: string): boolean;
}

/** Keeps the memory of executions. @internal */
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

/** Counts executions that have ended. @internal */
export interface ExecutionStats {
  record(kind: ExecutionKind, name: string, durationMs: number, slow: boolean): void;
}

/** Adds up the cost of watching. @internal */
export interface ExecutionCost {
  /** @param spans opened in one execution */
  countExecution(spans: number): void;
}

/** Receives slow executions, and decides about alerts. @internal */
export interface SlowExecutions {
  /** Returns at once. Takes over `held`, and releases it. */
  raise(execution: FinishedExecution, held: HeldExecution): void;
}
