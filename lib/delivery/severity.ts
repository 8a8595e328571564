import type { AlertSeverity } from '../model/alert.interface.js';

const CRITICAL_FACTOR = 3;

/** @internal */
export function severityOf(durationMs: number, thresholdMs: number): AlertSeverity {
  return thresholdMs > 0 && durationMs >= thresholdMs * CRITICAL_FACTOR ? 'critical' : 'warning';
}
