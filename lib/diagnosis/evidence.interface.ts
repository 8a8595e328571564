import type { Recording } from '../recorder/recording.interface.js';
import type { Ending } from './ending.js';
import type { WaitingTime } from './findings/waiting-times.js';
import type { FrameTable } from './frames/frame-table.js';
import type { LedgerEntry } from './ledger.js';
import type { SpanGroups } from './span-groups.js';
import type { Phases } from './timeline/phases.js';

/**
 * A recording and the sums made of it, in milliseconds: the input of the findings and of the call tree.
 *
 * @internal
 */
export interface Evidence {
  readonly recording: Recording;
  readonly durationMs: number;
  readonly phases: Phases;
  readonly ledger: readonly LedgerEntry[];
  readonly groups: SpanGroups;
  /** The ledger's waits, one entry for each kind and label. */
  readonly waiting: readonly WaitingTime[];
  readonly frames: FrameTable;
  /** Absent for an execution that ended by itself. */
  readonly ending: Ending | undefined;
}
