import { isRest } from '../../../lib/model/format/tree.js';
import type { TreeNode } from '../../../lib/model/report.interface.js';
import type { TreeLayout } from './tree-layout.js';

/** One function or wait, with all its places in the call tree. */
export interface FunctionSum {
  readonly node: TreeNode;
  /** The nodes, in the order of the tree. */
  readonly places: readonly number[];
  readonly selfMs: number;
  /** With its callees. A recursive call counts once. */
  readonly totalMs: number;
}

/** The column that sorts the functions, largest first. */
export type SumOrder = 'selfMs' | 'totalMs';

/** A caller or callee of a function, and the time of its calls. */
export interface Neighbour {
  readonly node: TreeNode;
  readonly ms: number;
}

/** The sums of all functions, spans and waits: by name, place and kind, without the sums of small nodes. */
export function sumFunctions(layout: TreeLayout): FunctionSum[] {
  const sums = new Map<
    string,
    { node: TreeNode; places: number[]; selfMs: number; totalMs: number; counted: number }
  >();
  for (const [index, node] of layout.nodes.entries()) {
    if (isRest(node)) continue;
    const key = keyOf(node);
    let sum = sums.get(key);
    if (sum === undefined) sums.set(key, (sum = { node, places: [], selfMs: 0, totalMs: 0, counted: 0 }));
    sum.places.push(index);
    sum.selfMs += node.selfMs;
    if (index < sum.counted) continue;
    sum.totalMs += node.ms;
    sum.counted = layout.end[index] ?? 0;
  }
  return [...sums.values()].map(({ counted: _counted, ...sum }) => sum);
}

/** Largest first. Equal ones stay in the order of the tree. */
export function sortSums(sums: readonly FunctionSum[], order: SumOrder): FunctionSum[] {
  return [...sums].sort((a, b) => b[order] - a[order]);
}

/** The functions that call one, with the time that it took for each. */
export function callersOf(layout: TreeLayout, { places }: FunctionSum): Neighbour[] {
  return neighbours(
    places.flatMap(index => {
      const caller = layout.nodes[layout.parent[index] ?? -1];
      return caller === undefined ? [] : [{ node: caller, ms: layout.nodes[index]?.ms ?? 0 }];
    }),
  );
}

/** The functions and waits that one calls, with their times. */
export function calleesOf(layout: TreeLayout, { places }: FunctionSum): Neighbour[] {
  return neighbours(places.flatMap(index => layout.nodes[index]?.children.map(node => ({ node, ms: node.ms })) ?? []));
}

function neighbours(calls: readonly Neighbour[]): Neighbour[] {
  const sums = new Map<string, { node: TreeNode; ms: number }>();
  for (const { node, ms } of calls) {
    const known = sums.get(keyOf(node));
    if (known === undefined) sums.set(keyOf(node), { node, ms });
    else known.ms += ms;
  }
  return [...sums.values()].sort((a, b) => b.ms - a.ms);
}

function keyOf({ type, name, location, library, on }: TreeNode): string {
  return JSON.stringify([type, name, location, library, on]);
}
