import type { TreeNode } from '../../../lib/model/report.interface.js';
import type { TreeLayout } from './tree-layout.js';
import type { TreeRow } from './tree-rows.js';

/** More libraries than this are counted, not named. */
const NAMED_LIBRARIES = 3;

/** What a row shows. */
export interface RowContent {
  readonly node: TreeNode;
  /** In full. */
  readonly name: string;
  readonly selfMs: number;
  /** `application`: the reader's own code; `library`: not his; `state`: no code ran, or none of his. */
  readonly look: 'application' | 'library' | 'state';
  /** A word before the name that tells what kind of row it is. */
  readonly tag?: string;
}

const TAGS: Readonly<Record<TreeNode['type'], string | undefined>> = {
  span: undefined,
  frame: undefined,
  wait: 'wait',
  gc: 'GC',
  blocked: 'blocked',
  client: 'client',
  unexplained: 'unexplained',
};

export function describeRow(layout: TreeLayout, row: TreeRow): RowContent | undefined {
  const node = layout.nodes[row.index];
  if (!node) return undefined;
  if (row.run) {
    const selfMs = row.run.reduce((sum, index) => sum + (layout.nodes[index]?.selfMs ?? 0), 0);
    return { node, name: runName(layout, row.run), selfMs, look: 'library' };
  }
  const tag = node.type === 'span' ? spanTag(node) : TAGS[node.type];
  const code = node.type === 'span' || node.type === 'frame';
  const look = code ? (node.library === undefined ? 'application' : 'library') : 'state';
  return { node, name: node.name || '(anonymous)', selfMs: node.selfMs, look, ...(tag && { tag }) };
}

function spanTag(node: TreeNode): string | undefined {
  return node.spanKind === 'execution' ? undefined : (node.spanKind ?? 'span');
}

function runName(layout: TreeLayout, run: readonly number[]): string {
  const libraries = [...new Set(run.map(index => layout.nodes[index]?.library ?? ''))];
  const named = libraries.slice(0, NAMED_LIBRARIES).join(', ');
  const more = libraries.length > NAMED_LIBRARIES ? ` and ${libraries.length - NAMED_LIBRARIES} more` : '';
  return `${run.length} frames hidden (${named}${more})`;
}
