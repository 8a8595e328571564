import type { TreeLayout } from './tree-layout.js';
import type { TreeRow } from './tree-rows.js';

/** The call tree, its open rows, and the actions that open and close them. */
export interface Tree {
  readonly layout: TreeLayout;
  readonly rows: readonly TreeRow[];
  /** True when every run of library frames is shown frame by frame. */
  readonly allUnfolded: boolean;
  readonly hasRuns: boolean;
  /** Opens or closes a row, by its node's index in the layout. */
  toggle(index: number): void;
  /** Unfolds or folds a run of library frames, by the index of its first node. */
  toggleRun(index: number): void;
  toggleAllRuns(): void;
  /** Opens all rows above a node, and the run of library frames that it is in. */
  reveal(index: number): void;
  expandAll(): void;
  showHotPath(): void;
}
