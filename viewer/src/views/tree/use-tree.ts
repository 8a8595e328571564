import { useMemo, useState } from 'preact/hooks';
import type { TreeNode } from '../../../../lib/model/report.interface.js';
import type { Tree } from '../../model/tree.js';
import { layOutTree, type TreeLayout } from '../../model/tree-layout.js';
import { hotPath, revealed, visibleRows } from '../../model/tree-rows.js';

/** The tree of one report, with its open rows as state. */
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
      // Unfolded frames stay hidden below closed parents.
      if (!folded) setExpanded(new Set([...expanded, ...membersOf(layout, index)]));
    },
    toggleAllRuns: () => setUnfolded(allUnfolded ? new Set() : new Set(runs)),
    reveal: index => {
      const open = revealed(layout, { expanded, unfolded }, index);
      setExpanded(open.expanded);
      setUnfolded(open.unfolded);
    },
    expandAll: () => setExpanded(new Set(layout.nodes.keys())),
    showHotPath: () => setExpanded(hotPath(layout)),
  };
}

function membersOf(layout: TreeLayout, first: number): number[] {
  return [...layout.run.keys()].filter(index => layout.run[index] === first);
}

/** @returns a copy without the value, or `undefined` when the set does not contain it */
function without(set: ReadonlySet<number>, value: number): Set<number> | undefined {
  const copy = new Set(set);
  return copy.delete(value) ? copy : undefined;
}
