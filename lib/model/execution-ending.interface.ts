import type { EndedBy, MonotonicMs } from './execution.interface.js';

/**
 * Facts about the end of an execution that failed, timed out or was aborted. The diagnosis confirms them.
 *
 * @internal
 */
export interface ExecutionEnding {
  /** The candidate; absent for a failure without any sign of one. */
  readonly by?: EndedBy;
  /** The class of the exception, or the status: `RequestTimeoutException`, `504`. */
  readonly reason?: string;
  /** The exception is the timer's own, not the application's answer to it: `TimeoutError`. */
  readonly isTimersOwn?: true;
  /** The connection was closed before the response was complete. */
  readonly isAborted?: true;
  /** It has not ended: it hangs, and this is a snapshot of it. */
  readonly isStuck?: true;
  /** Its code holds the event loop since then, without a break. Only for one that has not ended. */
  readonly holdsLoopSince?: MonotonicMs;
  /** No handler was called: middleware or a guard was running. */
  readonly isUnhandled?: true;
  /** The response had begun. */
  readonly isAnswering?: true;
}
