import { clearTimeout, setTimeout } from '../../platform/host-timers.js';

/** @internal */
export interface HalfTheTime {
  /** Aborted with the delivery, or after half of its time. */
  readonly signal: AbortSignal;
  /** True if half of the time was over before the delivery was aborted. */
  isOver(): boolean;
  /** Call it when the step has ended. */
  end(): void;
}

/**
 * The time for a report, before the message that follows it: a file storage that hangs must not prevent the message.
 *
 * @param reason the error of the step, if its time is over
 * @internal
 */
export function halfTheTime(timeoutMs: number, delivery: AbortSignal, reason: string): HalfTheTime {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(reason)), timeoutMs / 2).unref();
  return {
    signal: AbortSignal.any([delivery, late.signal]),
    isOver: () => late.signal.aborted && !delivery.aborted,
    end: () => clearTimeout(timer),
  };
}
