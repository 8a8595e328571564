import { childrenOf, runOf, type TreeLayout } from './tree-layout.js';

/** The open nodes, by their index in the layout. */
export interface TreeState {
  readonly expanded: ReadonlySet<number>;
  /** Runs of library frames that are shown frame by frame. */
  readonly unfolded: ReadonlySet<number>;
}

/** One visible row. */
export interface TreeRow {
  readonly index: number;
  /** From 1. */
  readonly level: number;
  /** Position among its siblings, from 1. */
  readonly position: number;
  readonly siblings: number;
  readonly hasChildren: boolean;
  readonly expanded: boolean;
  /** The node's time; for a folded run, that of all its frames. */
  readonly ms: number;
  /** The frames of a folded run; absent for every other row. */
  readonly run?: readonly number[];
}

/** Nodes with at least this share of the root are open at first. */
const HOT_SHARE = 0.2;

/** The visible rows, from top to bottom. */
export function visibleRows(layout: TreeLayout, state: TreeState): TreeRow[] {
  const rows: TreeRow[] = [];
  const pending = [{ index: 0, level: 1, position: 1, siblings: 1, ms: layout.nodes[0]?.ms ?? 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { index, level } = next;
    const run = foldedAt(layout, state, index) ? runOf(layout, index) : undefined;
    const children = run ? run.below : childrenOf(layout, index);
    const expanded = children.length > 0 && state.expanded.has(index);
    rows.push({ ...next, hasChildren: children.length > 0, expanded, ...(run && { run: run.frames }) });
    if (!expanded) continue;
    const shown = siblingsOf(layout, state, children);
    for (const [at, row] of [...shown.entries()].reverse()) {
      pending.push({ ...row, level: level + 1, position: at + 1, siblings: shown.length });
    }
  }
  return rows;
}

/** The rows of siblings, longest first. A folded run is one of them. */
function siblingsOf(layout: TreeLayout, state: TreeState, indices: readonly number[]): { index: number; ms: number }[] {
  const rows: { index: number; ms: number }[] = [];
  for (const index of indices) {
    const run = layout.run[index] ?? -1;
    const isFolded = run >= 0 && !state.unfolded.has(run);
    if (!isFolded) rows.push({ index, ms: layout.nodes[index]?.ms ?? 0 });
    else if (run === index) rows.push({ index, ms: runOf(layout, index).ms });
  }
  return rows.sort((a, b) => b.ms - a.ms);
}

/** The nodes that are open at first: the longest child of each open node, and every node with a large share. */
export function hotPath(layout: TreeLayout): Set<number> {
  const expanded = new Set<number>();
  const total = layout.nodes[0]?.ms ?? 0;
  layout.nodes.forEach((node, index) => {
    const above = layout.parent[index] ?? -1;
    const open = above < 0 || expanded.has(above);
    // The longest child comes first.
    if (open && (index === above + 1 || node.ms >= total * HOT_SHARE)) expanded.add(index);
  });
  return expanded;
}

/** The open nodes with which a node is visible: those that are open already, and all above it. */
export function revealed(layout: TreeLayout, { expanded, unfolded }: TreeState, index: number): TreeState {
  const above = new Set(expanded);
  for (let at = layout.parent[index] ?? -1; at >= 0; at = layout.parent[at] ?? -1) {
    above.add(at);
    // The row of a folded run is that of its first frame.
    above.add(layout.run[at] ?? -1);
  }
  above.delete(-1);
  const run = layout.run[index] ?? -1;
  return { expanded: above, unfolded: run < 0 ? unfolded : new Set(unfolded).add(run) };
}

function foldedAt(layout: TreeLayout, state: TreeState, index: number): boolean {
  return layout.run[index] === index && !state.unfolded.has(index);
}
