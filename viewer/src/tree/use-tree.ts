import { useMemo, useState } from 'preact/hooks';
import type { TreeNode } from '../../../lib/model/report.interface.js';
import { layOutTree, type TreeLayout } from './tree-layout.js';
import { hotPath, type TreeRow, visibleRows } from './tree-rows.js';

/** The tree, what is open in it, and how to change that. */
export interface Tree {
  readonly layout: TreeLayout;
  readonly rows: readonly TreeRow[];
  /** Whether every run of library frames is shown frame by frame. */
  readonly allUnfolded: boolean;
  readonly hasRuns: boolean;
  toggle(index: number): void;
  /** Shows a run of library frames frame by frame, or folds it again. */
  toggleRun(index: number): void;
  toggleAllRuns(): void;
  expandAll(): void;
  showHotPath(): void;
}

export function useTree(root: TreeNode): Tree {
  const layout = useMemo(() => layOutTree(root), [root]);
  const runs = useMemo(() => [...new Set(layout.run)].filter(first => first >= 0), [layout]);
  const [expanded, setExpanded] = useState<ReadonlySet<number>>(() => hotPath(layout));
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set());
  const rows = useMemo(() => visibleRows(layout, { expanded, unfolded }), [layout, expanded, unfolded]);
  const allUnfolded = runs.length > 0 && runs.every(first => unfolded.has(first));
  return {
    layout,
    rows,
    allUnfolded,
    hasRuns: runs.length > 0,
    toggle: index => setExpanded(without(expanded, index) ?? new Set(expanded).add(index)),
    toggleRun: index => {
      const folded = without(unfolded, index);
      setUnfolded(folded ?? new Set(unfolded).add(index));
      // Frames that were asked for are of no use behind closed parents.
      if (!folded) setExpanded(new Set([...expanded, ...membersOf(layout, index)]));
    },
    toggleAllRuns: () => setUnfolded(allUnfolded ? new Set() : new Set(runs)),
    expandAll: () => setExpanded(new Set(layout.nodes.keys())),
    showHotPath: () => setExpanded(hotPath(layout)),
  };
}

function membersOf(layout: TreeLayout, first: number): number[] {
  return [...layout.run.keys()].filter(index => layout.run[index] === first);
}

/** The set without the value, or `undefined` when it was not in it. */
function without(set: ReadonlySet<number>, value: number): Set<number> | undefined {
  const copy = new Set(set);
  return copy.delete(value) ? copy : undefined;
}
