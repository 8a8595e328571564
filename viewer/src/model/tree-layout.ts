import type { TreeNode } from '../../../lib/model/report.interface.js';

/**
 * The call tree as columns, in the order of a depth-first walk with the longest child first. The subtree of a node is
 * the range from its index to before `end[index]`.
 */
export interface TreeLayout {
  readonly nodes: readonly TreeNode[];
  /** -1 for the root. */
  readonly parent: Int32Array;
  readonly end: Int32Array;
  /** The first node of the run of library frames that a node belongs to; -1 outside any run of two or more. */
  readonly run: Int32Array;
}

/** Lays the tree out without recursion, because it may be deeper than the stack. */
export function layOutTree(root: TreeNode): TreeLayout {
  const nodes: TreeNode[] = [];
  const parents: number[] = [];
  const pending: { node: TreeNode; parent: number }[] = [{ node: root, parent: -1 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const index = nodes.push(next.node) - 1;
    parents.push(next.parent);
    const shortestFirst = [...next.node.children].sort((a, b) => a.ms - b.ms);
    for (const node of shortestFirst) pending.push({ node, parent: index });
  }
  const parent = Int32Array.from(parents);
  return { nodes, parent, end: endsOf(parent), run: runsOf(nodes, parent) };
}

/** The children of a node, longest first. */
export function childrenOf(layout: TreeLayout, index: number): number[] {
  const children: number[] = [];
  const end = layout.end[index] ?? 0;
  for (let child = index + 1; child < end; child = layout.end[child] ?? end) children.push(child);
  return children;
}

/** The frames of a run, and their children outside of it. */
export function runOf(layout: TreeLayout, first: number): { frames: number[]; below: number[] } {
  const frames: number[] = [];
  const below: number[] = [];
  const end = layout.end[first] ?? 0;
  for (let index = first; index < end;) {
    const member = layout.run[index] === first;
    (member ? frames : below).push(index);
    index = member ? index + 1 : (layout.end[index] ?? end);
  }
  below.sort((a, b) => (layout.nodes[b]?.ms ?? 0) - (layout.nodes[a]?.ms ?? 0));
  return { frames, below };
}

function endsOf(parent: Int32Array): Int32Array {
  const end = Int32Array.from(parent, (_, index) => index + 1);
  // Backwards: a node's end is complete before its parent needs it.
  for (let index = parent.length - 1; index > 0; index--) {
    const above = parent[index] ?? 0;
    end[above] = Math.max(end[above] ?? 0, end[index] ?? 0);
  }
  return end;
}

function runsOf(nodes: readonly TreeNode[], parent: Int32Array): Int32Array {
  const run = new Int32Array(nodes.length).fill(-1);
  const sizes = new Int32Array(nodes.length);
  nodes.forEach((node, index) => {
    if (node.library === undefined) return;
    const above = parent[index] ?? -1;
    const first = above >= 0 && (run[above] ?? -1) >= 0 ? (run[above] ?? index) : index;
    run[index] = first;
    sizes[first] = (sizes[first] ?? 0) + 1;
  });
  return run.map(first => (first >= 0 && (sizes[first] ?? 0) > 1 ? first : -1));
}
