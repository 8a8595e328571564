/**
 * The time in a queue before an execution began, when it reached the option `queueThreshold`.
 *
 * @internal
 */
export interface QueuedTime {
  /** The queue, or the topic: `mail`. */
  readonly queue: string;
  /** Milliseconds, by the clocks of two processes. */
  readonly ms: number;
  readonly thresholdMs: number;
  /** The execution itself was fast: only the time in the queue raises the alert. */
  readonly isOnlyReason: boolean;
}
