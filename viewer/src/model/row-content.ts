import { COUNTED, hiddenFrames, isRest } from '../../../lib/model/format/tree.js';
import type { TreeNode } from '../../../lib/model/report.interface.js';
import { counted } from './text.js';
import type { TreeLayout } from './tree-layout.js';
import type { TreeRow } from './tree-rows.js';

/** The content of a row. */
export interface RowContent {
  readonly node: TreeNode;
  /** Not cut. */
  readonly name: string;
  readonly selfMs: number;
  /**
   * - `application`: code of the application.
   * - `library`: code of a package or Node.
   * - `state`: the execution ran no code.
   * - `rest`: code without a function, or the sum of small nodes.
   */
  readonly style: 'application' | 'library' | 'state' | 'rest';
  /** The kind of row, in front of the name: `wait`. */
  readonly tag?: string;
  /** `240 calls`, `240 waits` */
  readonly count?: string;
}

const TAGS: Readonly<Record<TreeNode['type'], string | undefined>> = {
  span: undefined,
  frame: undefined,
  wait: 'wait',
  gc: 'garbage collection',
  blocked: 'blocked',
  starved: 'no processor',
  client: 'client',
  unexplained: 'unexplained',
};

/** @returns `undefined` for a row that the layout does not contain */
export function describeRow(layout: TreeLayout, row: Pick<TreeRow, 'index' | 'run'>): RowContent | undefined {
  const node = layout.nodes[row.index];
  if (!node) return undefined;
  if (row.run) {
    const selfMs = row.run.reduce((sum, index) => sum + (layout.nodes[index]?.selfMs ?? 0), 0);
    const frames = row.run.map(index => layout.nodes[index]).filter(each => each !== undefined);
    return { node, name: hiddenFrames(frames), selfMs, style: 'library' };
  }
  const tag = node.type === 'span' ? spanTag(node) : TAGS[node.type];
  const noun = isRest(node) ? undefined : COUNTED[node.type];
  const count = node.count === undefined || noun === undefined ? undefined : counted(node.count, noun);
  return {
    node,
    name: node.name || '(anonymous)',
    selfMs: node.selfMs,
    style: styleOf(node),
    ...(tag && { tag }),
    ...(count && { count }),
  };
}

function styleOf(node: TreeNode): RowContent['style'] {
  if (node.type !== 'span' && node.type !== 'frame') return 'state';
  if (isRest(node)) return 'rest';
  return node.library === undefined ? 'application' : 'library';
}

function spanTag(node: TreeNode): string | undefined {
  return node.spanKind === 'execution' ? undefined : (node.spanKind ?? 'span');
}
