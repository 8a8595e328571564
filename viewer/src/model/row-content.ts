import type { TreeNode } from '../../../lib/model/report.interface.js';
import type { TreeLayout } from './tree-layout.js';
import type { TreeRow } from './tree-rows.js';

/** Further libraries are counted, not named. */
const NAMED_LIBRARIES = 3;

/** The content of a row. */
export interface RowContent {
  readonly node: TreeNode;
  /** Not cut. */
  readonly name: string;
  readonly selfMs: number;
  /**
   * `application`: code of the application; `library`: code of a package or Node; `state`: the execution ran no code.
   */
  readonly style: 'application' | 'library' | 'state';
  /** The kind of row, in front of the name: `wait`. */
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

/** @returns `undefined` for a row that the layout does not contain */
export function describeRow(layout: TreeLayout, row: TreeRow): RowContent | undefined {
  const node = layout.nodes[row.index];
  if (!node) return undefined;
  if (row.run) {
    const selfMs = row.run.reduce((sum, index) => sum + (layout.nodes[index]?.selfMs ?? 0), 0);
    return { node, name: runName(layout, row.run), selfMs, style: 'library' };
  }
  const tag = node.type === 'span' ? spanTag(node) : TAGS[node.type];
  const code = node.type === 'span' || node.type === 'frame';
  const style = code ? (node.library === undefined ? 'application' : 'library') : 'state';
  return { node, name: node.name || '(anonymous)', selfMs: node.selfMs, style, ...(tag && { tag }) };
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
