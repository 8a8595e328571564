import type { AlertStats } from '../model/performance-stats.interface.js';
import type { ExecutionKind } from '../model/execution.interface.js';
import type { VerdictKind } from '../model/report.interface.js';

/** Counts since the start of the process. A reset of the statistics does not change them. @internal */
export interface Totals {
  readonly executions: Readonly<Partial<Record<ExecutionKind, number>>>;
  readonly slow: Readonly<Partial<Record<ExecutionKind, number>>>;
  readonly alerts: Readonly<Pick<AlertStats, 'sent' | 'suppressed' | 'failed' | 'dropped'>>;
  /** The verdicts of all reports that were sent in alerts. */
  readonly verdicts: Readonly<Partial<Record<VerdictKind, number>>>;
}
