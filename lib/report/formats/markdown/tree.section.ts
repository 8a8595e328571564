import { durationText } from '../../../model/format/duration.js';
import { markdownBlock } from '../../../model/format/markdown-text.js';
import type { TreeNode } from '../../../model/report.interface.js';
import type { Section } from './section.js';

const MAX_ROWS = 60;
const MAX_INDENT = 25;
const MAX_NAME = 120;
const TIME_WIDTH = 9;

interface Row {
  readonly node: TreeNode;
  readonly depth: number;
}

/**
 * The top of the call tree: the longest nodes. A node is at least as long as any of its children, so no node appears
 * without its parents.
 *
 * @internal
 */
export function treeSection(tree: TreeNode): Section {
  const all = rowsOf(tree);
  const shortest = all.map(({ node }) => node.ms).sort((a, b) => b - a)[MAX_ROWS] ?? 0;
  const rows = all.filter(({ node }) => node.ms > shortest || (node.ms === shortest && all.length <= MAX_ROWS));
  const [open = '', ...lines] = markdownBlock(rows.map(rowText), 400);
  const end = lines.splice(-1);
  if (rows.length < all.length) lines.push(`${' '.repeat(TIME_WIDTH)}  … ${all.length - rows.length} smaller ones`);
  return { title: 'Top of the call tree', lines: [open, ...lines], end };
}

/** Depth first and without recursion, because a tree can be as deep as the application's stack. */
function rowsOf(tree: TreeNode): Row[] {
  const rows: Row[] = [];
  const pending: Row[] = [{ node: tree, depth: 0 }];
  for (let row = pending.pop(); row !== undefined; row = pending.pop()) {
    rows.push(row);
    for (const child of row.node.children.toReversed()) pending.push({ node: child, depth: row.depth + 1 });
  }
  return rows;
}

function rowText({ node, depth }: Row): string {
  const { type, name, ms, count, location, library } = node;
  const facts = [
    type === 'span' || type === 'frame' ? name.slice(0, MAX_NAME) : `[${type}] ${name.slice(0, MAX_NAME)}`,
    ...(count !== undefined && count > 1 ? [`×${count}`] : []),
    ...(location === undefined ? [] : [location.slice(0, MAX_NAME)]),
    ...(library === undefined ? [] : [`(${library.slice(0, MAX_NAME)})`]),
  ];
  return `${durationText(ms).padStart(TIME_WIDTH)}  ${'  '.repeat(Math.min(depth, MAX_INDENT))}${facts.join(' ')}`;
}
