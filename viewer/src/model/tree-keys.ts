import type { Tree } from './tree.js';

const PAGE = 12;

/**
 * Handles a key in the tree as the ARIA treegrid pattern does. Arrows move, open and close; Enter and Space toggle.
 * Enter also unfolds or folds a run of library frames.
 *
 * @param at position of the selected row
 * @returns the position of the row to select, or `undefined` for a key without a function here
 */
export function treeKey(key: string, tree: Tree, at: number): number | undefined {
  const row = tree.rows[at];
  if (!row) return undefined;
  const isRun = tree.layout.run[row.index] === row.index;
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, tree.rows.length - 1);
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'PageDown':
      return Math.min(at + PAGE, tree.rows.length - 1);
    case 'PageUp':
      return Math.max(at - PAGE, 0);
    case 'Home':
      return 0;
    case 'End':
      return tree.rows.length - 1;
    case 'ArrowRight':
      if (row.run && !row.hasChildren) tree.toggleRun(row.index);
      else if (row.hasChildren && row.expanded) return at + 1;
      else if (row.hasChildren) tree.toggle(row.index);
      return at;
    case 'ArrowLeft':
      if (row.expanded) tree.toggle(row.index);
      else return parentOf(tree, at);
      return at;
    case 'Enter':
    case ' ':
      if (isRun) tree.toggleRun(row.index);
      else if (row.hasChildren) tree.toggle(row.index);
      return at;
    default:
      return undefined;
  }
}

/** The nearest row above with a lower level. The node's own parent may be folded into a run. */
function parentOf(tree: Tree, at: number): number {
  const level = tree.rows[at]?.level ?? 1;
  for (let above = at - 1; above >= 0; above--) if ((tree.rows[above]?.level ?? 0) < level) return above;
  return at;
}
