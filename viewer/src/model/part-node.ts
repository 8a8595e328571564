import { isRest } from '../../../lib/model/format/tree.js';
import type { AccountingPart } from '../../../lib/model/format/accounting-parts.js';
import type { TreeNode } from '../../../lib/model/report.interface.js';
import type { TreeLayout } from './tree-layout.js';

/** The node of the call tree with the most self time of a part of the accounting; -1 when there is none. */
export function nodeOfPart({ nodes }: TreeLayout, part: Pick<AccountingPart, 'type' | 'label'>): number {
  let found = -1;
  for (const [index, node] of nodes.entries()) {
    if (belongsTo(node, part) && node.selfMs > (nodes[found]?.selfMs ?? 0)) found = index;
  }
  return found;
}

function belongsTo(node: TreeNode, { type, label }: Pick<AccountingPart, 'type' | 'label'>): boolean {
  if (isRest(node)) return false;
  if (type === 'own') return node.type === 'frame' || node.type === 'span';
  if (node.type !== 'wait') return node.type === type;
  return (node.on ?? type) === type && label !== undefined && node.name.includes(label);
}
