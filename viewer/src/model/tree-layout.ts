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
  /**
   * The first node of the run of library frames that a node belongs to; -1 outside any run of two or more. A run is all
   * library frames below one other node, as far as they are connected.
   */
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

/** The frames of a run, their children outside of it, and the time of all these. */
export function runOf(layout: TreeLayout, first: number): { frames: number[]; below: number[]; ms: number } {
  const frames: number[] = [];
  const below: number[] = [];
  const above = layout.parent[first] ?? -1;
  const end = layout.end[above] ?? 0;
  let ms = 0;
  for (let index = first; index < end;) {
    const member = layout.run[index] === first;
    const isTop = layout.parent[index] === above;
    if (member && isTop) ms += layout.nodes[index]?.ms ?? 0;
    if (member) frames.push(index);
    else if (!isTop) below.push(index);
    index = member ? index + 1 : (layout.end[index] ?? end);
  }
  below.sort((a, b) => (layout.nodes[b]?.ms ?? 0) - (layout.nodes[a]?.ms ?? 0));
  return { frames, below, ms };
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
  /** The first library frame below each node. */
  const firstBelow = new Int32Array(nodes.length).fill(-1);
  nodes.forEach((node, index) => {
    const above = parent[index] ?? -1;
    if (node.library === undefined || above < 0) return;
    const around = run[above] ?? -1;
    const first = around >= 0 ? around : (firstBelow[above] ?? -1) >= 0 ? (firstBelow[above] ?? index) : index;
    firstBelow[above] = first;
    run[index] = first;
    sizes[first] = (sizes[first] ?? 0) + 1;
  });
  return run.map(first => (first >= 0 && (sizes[first] ?? 0) > 1 ? first : -1));
}
