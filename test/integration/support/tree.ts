import type { Report, TreeNode } from '../../../lib/index.js';

/** The node of a span in the tree. */
export function nodeOf(node: TreeNode, name: string): TreeNode | undefined {
  if (node.type === 'span' && node.name === name) return node;
  for (const child of node.children) {
    const found = nodeOf(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The subjects of all waits for a timer. None on a machine that is so busy that the process had no processor meanwhile. */
export function timersIn({ verdict, findings }: Report): string[] {
  return [verdict, ...findings].filter(({ kind }) => kind === 'timer').map(({ subject }) => subject);
}
