import type { EndedBy } from '../model/execution.interface.js';
import type { Accounting, ReportOperation, Timeline, TreeNode, Verdict } from '../model/report.interface.js';

export type { Steps } from '../platform/steps.js';

/**
 * The explanation of a recording. All times are milliseconds, not rounded.
 *
 * @internal
 */
export interface Diagnosis {
  readonly verdict: Verdict;
  /** The verdicts after the first, largest first. */
  readonly findings: readonly Verdict[];
  readonly accounting: Accounting;
  readonly tree: TreeNode;
  readonly timeline: Timeline;
  /** Largest first. */
  readonly operations: readonly ReportOperation[];
  /** The party that ended the execution before its work was complete. */
  readonly endedBy?: EndedBy;
  /** Number of CPU samples in the recording. */
  readonly samples: number;
}

/** @internal */
export interface DiagnoseOptions {
  /**
   * Absolute path of this package's own code, with a `/` at the end. Its frames are never shown as the application's.
   *
   * @default none: only frames below `node_modules/nestjs-performance-monitor` count as this package's
   */
  readonly ownDirectory?: string;
  /**
   * Absolute path of a folder. The tree shows locations relative to it.
   *
   * @default none: locations are absolute
   */
  readonly cwd?: string;
}
