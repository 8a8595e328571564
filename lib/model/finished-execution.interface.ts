import type { Steps } from '../platform/steps.js';
import type { Blocker } from './blocker.interface.js';
import type { ExecutionKind, ExecutionOutcome, MonotonicMs } from './execution.interface.js';
import type { QueuedTime } from './queued-time.interface.js';
import type { RecordingLevel } from './recording-level.js';
import type { ReportExecution } from './report-execution.interface.js';

/** A slow execution after its end: all facts that the alert needs. */
export interface FinishedExecution {
  /** Unique in this process, counting up. */
  readonly id: number;
  readonly kind: ExecutionKind;
  readonly name: string;
  readonly handler?: string;
  readonly start: MonotonicMs;
  readonly durationMs: number;
  readonly thresholdMs: number;
  readonly outcome: ExecutionOutcome;
  /** It has not ended: the duration is its age. */
  readonly stuck?: true;
  /** Absent for a time in a queue that is unknown, or below the option `queueThreshold`. */
  readonly queued?: QueuedTime;
  /** The lowest that was in force while it ran. */
  readonly level?: RecordingLevel;
  /** One of the executions that held the connections of a pool for which it waited, during more than half of its time. */
  readonly poolHolder?: Blocker;
  /** It began as a part of this execution, and went on after it. */
  readonly origin?: ExecutionLink;
  /** Others waited while it held a connection of their pool. */
  readonly heldPool?: true;
  /** Absent where the execution came through no transport: a profiled method. */
  readonly description?: ExecutionDescription;
}

/** Another execution, of the same application. */
export interface ExecutionLink {
  readonly kind: ExecutionKind;
  readonly name: string;
  readonly description: ExecutionDescription | undefined;
}

/** The facts of a report that only the transport of an execution can give. */
export type TransportFacts = Partial<
  Omit<
    ReportExecution,
    | 'kind'
    | 'name'
    | 'handler'
    | 'startedAt'
    | 'durationMs'
    | 'thresholdMs'
    | 'outcome'
    | 'endedBy'
    | 'stuck'
    | 'level'
    | 'queueThresholdMs'
    | 'linkedTo'
  >
>;

/** A transport's own facts about one slow execution, captured raw at its end. */
export interface ExecutionDescription {
  /** These hold no user data, and are needed before the others are redacted: fingerprints may use them. */
  readonly method?: string;
  readonly status?: number;
  /** Redacts the facts for people to see, in small steps, when no request waits for it. Never throws. */
  describe(): Steps<TransportFacts>;
}
