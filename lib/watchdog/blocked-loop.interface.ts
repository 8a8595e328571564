import type { FinishedExecution, TransportFacts } from '../model/finished-execution.interface.js';
import type { MonotonicMs } from '../model/execution.interface.js';
import type { Recording } from '../recorder/recording.interface.js';

/** The answer of the application's thread to a first request: the owner of the event loop. JSON. @internal */
export interface LoopHolder {
  /** The id of the execution; 0 for code outside any watched execution. */
  readonly execution: number;
  /** This application reports it. False for the code of another application, for skipped executions and with a debugger. */
  readonly isReported: boolean;
}

/** The answer to the last request, before the report is made. JSON. @internal */
export interface BlockedLoop {
  /** The same as in the first answer, or the stacks belong to different code. */
  readonly holder: number;
  /** On the clock of the application's thread, as all times here. */
  readonly now: MonotonicMs;
  /** Milliseconds since 1970 at {@link now}. */
  readonly wallNow: number;
  /** The loop is held since then. */
  readonly since: MonotonicMs;
  /** CPU time of the process since the last beat before that. */
  readonly cpuMs: number;
  /** Absent for code outside any watched execution: its function identifies it. */
  readonly fingerprint?: string;
  readonly execution: Omit<FinishedExecution, 'description'>;
  /** Redacted. */
  readonly facts?: TransportFacts;
  readonly recorded: Pick<
    Recording,
    'spans' | 'spansDropped' | 'operations' | 'awaitsInput' | 'inputReceivedAt' | 'outputHandedOverAt'
  >;
  /** Index of the innermost open span. */
  readonly span: number;
  /** The monitor's share of the process's CPU time. */
  readonly overhead: number;
}

/** A frame of the application's stack, as the inspector has it, with the function's own place. @internal */
export interface CallFrame {
  readonly name: string;
  readonly url: string;
  /** 1-based; 0 when unknown. */
  readonly line: number;
  /** 1-based; 0 when unknown. */
  readonly column: number;
}

/** A stack, the innermost frame first. @internal */
export type CallStack = readonly CallFrame[];
