import type { QueuedTime } from '../model/queued-time.interface.js';
import type { Execution } from './execution.js';

/**
 * The time in a queue before an execution that has ended, or hangs.
 *
 * @returns `undefined` where it is unknown, or below the threshold
 * @internal
 */
export function queuedTimeOf(
  { transport, start, end, thresholdMs }: Execution,
  queueThresholdMs: number | false,
): QueuedTime | undefined {
  const queued = transport?.queued;
  if (queued === undefined || queueThresholdMs === false || queued.ms < queueThresholdMs) return undefined;
  return { ...queued, thresholdMs: queueThresholdMs, isOnlyReason: end - start < thresholdMs };
}
