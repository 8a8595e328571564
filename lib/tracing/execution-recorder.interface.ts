import type { ContextLog } from './context-log.interface.js';
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
  /** An execution began in another one that has ended. Its data is kept from its start on. Its root's promise ends it. */
  continued(execution: Execution): void;
  /** An execution ended, and its recording is not needed. */
  ended(execution: Execution): void;
  /** A slow execution ended: its recording is kept until the handle releases it. */
  hold(execution: Execution): HeldExecution;
  /** An execution in flight hangs: the recording of its snapshot is kept until the handle releases it. Once for each. */
  holdSnapshot(snapshot: Execution, execution: Execution): HeldExecution;
  /** The executions in flight, in no order. */
  inFlight(): Iterable<Execution>;
}

/** Keeps the recorder's memory of one execution. @internal */
export interface HeldExecution {
  release(): void;
}
