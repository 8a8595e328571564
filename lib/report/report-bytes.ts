import type { Report, TreeNode } from '../model/report.interface.js';

/** As measured of large reports: what an entry takes in memory, names shared with others not counted. */
const BYTES = { report: 8_192, treeNode: 250, span: 250, stretch: 100 };

/** What a report holds in memory, about. Looks at each node of its tree: ask once. @internal */
export function reportBytes({ tree, timeline, execution }: Report): number {
  const { spans, loop, waits } = timeline;
  const body = typeof execution.body === 'string' ? execution.body.length : 0;
  const lists = spans.length * BYTES.span + (loop.length + waits.length) * BYTES.stretch;
  return BYTES.report + body + lists + nodesOf(tree) * BYTES.treeNode;
}

function nodesOf(root: TreeNode): number {
  let count = 0;
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    count += 1;
    open.push(...node.children);
  }
  return count;
}
