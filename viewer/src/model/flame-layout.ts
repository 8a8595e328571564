import { type Range, rangeBetween } from './range.js';
import type { TreeLayout } from './tree-layout.js';

/** The boxes of a flame graph: one for each node of the call tree, below its caller. */
export interface FlameLayout {
  /** The left edge, in milliseconds from the left edge of the root. */
  readonly left: Float64Array;
  /** The right edge. */
  readonly right: Float64Array;
  /** 0 for the root. */
  readonly depth: Int32Array;
  /** The nodes of each depth, from left to right. */
  readonly levels: readonly (readonly number[])[];
}

/** Callees lie side by side from the left edge of their caller, longest first. The rest of the caller is its self time. */
export function layOutFlame({ nodes, parent }: TreeLayout): FlameLayout {
  const left = new Float64Array(nodes.length);
  const right = new Float64Array(nodes.length);
  const depth = new Int32Array(nodes.length);
  /** The right edge of the callees so far. */
  const filled = new Float64Array(nodes.length);
  const levels: number[][] = [];
  nodes.forEach((node, index) => {
    const above = parent[index] ?? -1;
    if (above >= 0) {
      left[index] = filled[above] ?? 0;
      filled[above] = (filled[above] ?? 0) + node.ms;
      depth[index] = (depth[above] ?? 0) + 1;
    }
    filled[index] = left[index] ?? 0;
    right[index] = (left[index] ?? 0) + node.ms;
    (levels[depth[index] ?? 0] ??= []).push(index);
  });
  return { left, right, depth, levels };
}

/** The whole width of a node. */
export function flameRange({ left, right }: FlameLayout, index: number): Range {
  return rangeBetween(left[index] ?? 0, right[index] ?? 0, right[0] ?? 0);
}

/** The boxes of a level that overlap a range, from left to right. */
export function* boxesWithin({ left, right, levels }: FlameLayout, depth: number, range: Range): Generator<number> {
  const level = levels[depth] ?? [];
  for (let at = firstEndingAfter(right, level, range.fromMs); at < level.length; at += 1) {
    const index = level[at] ?? 0;
    if ((left[index] ?? 0) >= range.toMs) return;
    yield index;
  }
}

/**
 * The node at a place of the graph; -1 when there is none.
 *
 * @param ms from the left edge of the root
 */
export function flameAt({ left, right, levels }: FlameLayout, depth: number, ms: number): number {
  const level = levels[depth] ?? [];
  const index = level[firstEndingAfter(right, level, ms)];
  return index !== undefined && (left[index] ?? 0) <= ms ? index : -1;
}

/**
 * The node to which a key moves: the caller, the longest callee, or the neighbour on the same level.
 *
 * @returns `undefined` for a key without a function here
 */
export function flameKey(flame: FlameLayout, layout: TreeLayout, key: string, index: number): number | undefined {
  const level = flame.levels[flame.depth[index] ?? 0] ?? [];
  const at = level.indexOf(index);
  switch (key) {
    case 'ArrowUp':
      return Math.max(layout.parent[index] ?? 0, 0);
    case 'ArrowDown':
      // The longest callee follows its caller.
      return (layout.end[index] ?? 0) > index + 1 ? index + 1 : index;
    case 'ArrowLeft':
      return level[at - 1] ?? index;
    case 'ArrowRight':
      return level[at + 1] ?? index;
    case 'Home':
      return 0;
    default:
      return undefined;
  }
}

/** The position in a level of the first box that ends after a time. Boxes of one level do not overlap. */
function firstEndingAfter(right: Float64Array, level: readonly number[], ms: number): number {
  let low = 0;
  let high = level.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((right[level[middle] ?? 0] ?? 0) <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
