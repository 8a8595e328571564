import type { Accounting, Timeline, TreeNode, Verdict } from '../model/report.interface.js';

/**
 * What a recording tells: where the time went, and why it was slow. Milliseconds, not rounded.
 *
 * @internal
 */
export interface Diagnosis {
  readonly verdict: Verdict;
  /** The verdicts that came second and later, largest first. */
  readonly findings: readonly Verdict[];
  readonly accounting: Accounting;
  readonly tree: TreeNode;
  readonly timeline: Timeline;
  /** CPU samples that the tree and the findings were made of. */
  readonly samples: number;
}

/** @internal */
export interface DiagnoseOptions {
  /**
   * Absolute path of this package's own code, ending with `/`: its frames are never shown as the application's.
   *
   * @default none: no frame is taken for ours
   */
  readonly ownDirectory?: string;
  /**
   * Absolute path that the tree's locations are shown relative to.
   *
   * @default none: locations are absolute
   */
  readonly cwd?: string;
}

/**
 * A pass over a recording that can be interrupted wherever it yields, so that a large one need not hold the loop. No
 * stretch between two yields is meant to take more than a few milliseconds.
 *
 * @internal
 */
export type Steps<T> = Generator<undefined, T, undefined>;
