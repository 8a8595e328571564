import type { TreeLayout } from './tree-layout.js';
import type { TreeRow } from './tree-rows.js';

/** The call tree, its open rows, and the actions that open and close them. */
export interface Tree {
  readonly layout: TreeLayout;
  readonly rows: readonly TreeRow[];
  /** True when every run of library frames is shown frame by frame. */
  readonly allUnfolded: boolean;
  readonly hasRuns: boolean;
  /** Opens a row, or closes it. @param index of a node of the layout */
  toggle(index: number): void;
  /** Shows a run of library frames frame by frame, or folds it again. @param index of the run's first node */
  toggleRun(index: number): void;
  toggleAllRuns(): void;
  expandAll(): void;
  showHotPath(): void;
}
