import type { Report, TreeNode } from '../model/report.interface.js';

/** Bytes in memory, measured with large reports. Names shared by several entries are not counted. */
const BYTES = { report: 8_192, treeNode: 250, span: 250, interval: 100, operation: 400 };

/** An estimate of a report's bytes in memory. It visits each node of the tree, so call it once. @internal */
export function reportBytes({ tree, timeline, execution, operations }: Report): number {
  const { spans, loop, waits } = timeline;
  const body = typeof execution.body === 'string' ? execution.body.length : 0;
  const lists =
    spans.length * BYTES.span + (loop.length + waits.length) * BYTES.interval + operations.length * BYTES.operation;
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
