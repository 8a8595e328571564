import type { ExecutionKind } from './execution.interface.js';
import type { VerdictKind } from './verdict.interface.js';

/** An alert that this process has raised, as the status page lists it. @internal */
export interface RecentAlert {
  /** The id of its report. */
  readonly id: string;
  readonly kind: ExecutionKind;
  readonly name: string;
  /** The start of its execution: ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly verdict: VerdictKind;
  readonly headline: string;
  /** At least one notifier got it. */
  readonly isDelivered: boolean;
  /** Its page is kept. */
  readonly hasReport: boolean;
}
