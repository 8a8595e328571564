import type { AccountingPart } from '../../../lib/model/format/accounting-parts.js';
import { isRest } from '../../../lib/model/format/tree.js';
import { waitText } from '../../../lib/model/format/wait.js';
import type { TreeNode, WaitKind } from '../../../lib/model/report.interface.js';
import type { TreeLayout } from './tree-layout.js';

type Part = Pick<AccountingPart, 'type' | 'label'>;

/** The node of the call tree with the most self time of a part of the accounting; -1 when there is none. */
export function nodeOfPart({ nodes }: TreeLayout, part: Part): number {
  let found = -1;
  for (const [index, node] of nodes.entries()) {
    if (belongsTo(node, part) && node.selfMs > (nodes[found]?.selfMs ?? 0)) found = index;
  }
  return found;
}

function belongsTo(node: TreeNode, { type, label = '' }: Part): boolean {
  if (isRest(node)) return false;
  if (type === 'own') return node.type === 'frame' || node.type === 'span';
  if (node.type !== 'wait') return node.type === type;
  if (node.on !== type) return false;
  return isName(node.name, label) || isName(node.name, waitText({ on: type as WaitKind, label }));
}

/** Nodes have at most 200 characters of a name. */
function isName(name: string, text: string): boolean {
  return name === text || (name.endsWith('…') && text.startsWith(name.slice(0, -1)));
}
