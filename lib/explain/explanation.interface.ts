import type { BlockedInterval } from '../diagnosis/blockers/blocked-intervals.js';
import type { FinishedExecution } from '../model/finished-execution.interface.js';
import type { Report } from '../model/report.interface.js';
import type { RecordingHandle } from '../recorder/recording-handle.interface.js';

/** A slow execution that may become an alert. @internal */
export interface SlowExecution {
  readonly execution: FinishedExecution;
  /** Identifies its endpoint: alerts with the same fingerprint share one window. */
  readonly fingerprint: string;
  /** The fingerprint of its endpoint, when it hangs or was queued too long: then it has one of its own. */
  readonly endpoint?: string;
  /** Its duration; its time in the queue, where only that raises the alert. Worse ones are worth another alert. */
  readonly lateMs: number;
  /** Its recording, which is either cut or released, once. */
  readonly handle: RecordingHandle;
}

/** A slow execution with its report. @internal */
export interface Explained {
  readonly report: Report;
  /** The intervals in which it held the event loop itself, or others did. */
  readonly blockedIntervals: readonly BlockedInterval[];
  /** The fingerprint of the one other endpoint that is to blame: the verdict is `event-loop-blocked` or `pool-wait`. */
  readonly blocker: string | undefined;
  /**
   * Others may have waited while it, or its blocker, held the event loop or connections. Never when no other execution is in
   * flight, or waits for its report.
   */
  readonly mayHaveVictims: boolean;
  /** The process had no processor for most of its time: then the verdict is `cpu-starved`. */
  readonly isStarved: boolean;
}

/**
 * - `explained`: a report was built.
 * - `victim`: no report was built, because an earlier report identifies the blocker.
 * - `dropped`: too many executions waited for their reports, or the application is shutting down.
 * - `failed`: a step failed.
 *
 * @internal
 */
export type Explanation =
  | { readonly outcome: 'explained'; readonly explained: Explained }
  | { readonly outcome: 'victim'; readonly blocker: string }
  | { readonly outcome: 'dropped'; readonly reason: 'too-many-reports' | 'shutdown' }
  | { readonly outcome: 'failed' };
