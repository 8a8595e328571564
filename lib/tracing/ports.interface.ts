import type { ExecutionKind, MonotonicMs } from '../model/execution.interface.js';
import type { FinishedExecution } from '../model/finished-execution.interface.js';
import type { RecordingLevel } from '../model/recording-level.js';
import type { HeldExecution } from './execution-recorder.interface.js';

/** Injection token of the {@link ExecutionPolicy}. @internal */
export const EXECUTION_POLICY = Symbol('PERFORMANCE_MONITOR:EXECUTION_POLICY');
/** Injection token of the {@link ExecutionStats}. @internal */
export const EXECUTION_STATS = Symbol('PERFORMANCE_MONITOR:EXECUTION_STATS');
/** Injection token of the {@link ExecutionCost}. @internal */
export const EXECUTION_COST = Symbol('PERFORMANCE_MONITOR:EXECUTION_COST');
/** Injection token of the {@link RecordingLevelSource}. @internal */
export const RECORDING_LEVEL = Symbol('PERFORMANCE_MONITOR:RECORDING_LEVEL');
/** Injection token of the {@link SlowExecutions}. @internal */
export const SLOW_EXECUTIONS = Symbol('PERFORMANCE_MONITOR:SLOW_EXECUTIONS');

/** Which executions are watched, and how. The tracer reads it for each execution. @internal */
export interface ExecutionPolicy {
  /** An execution that has no threshold of its own is slow from this duration on. */
  readonly thresholdMs: number;
  /** An execution that waited so long in its queue raises an alert. */
  readonly queueThresholdMs: number | false;
  /** False where no execution has to be searched for patterns. */
  readonly hasPatterns: boolean;
  /** False where executions have a root span only. Fixed at the start. */
  readonly spansOn: boolean;
  /** True when executions of this name are watched. Called only while {@link hasPatterns}. Never throws. */
  watchesName(name: string): boolean;
}

/** How much is recorded, as it changes at run time. @internal */
export interface RecordingLevelSource {
  readonly current: RecordingLevel;
  /** Calls `listener` after each change. */
  onChange(listener: (level: RecordingLevel) => void): unknown;
  /** The lowest level that was in force in an interval. */
  lowestBetween(start: MonotonicMs, end: MonotonicMs): RecordingLevel;
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
