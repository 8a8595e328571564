import { durationText } from '../../../model/format/duration.js';
import { markdownBlock } from '../../../model/format/markdown-text.js';
import { COUNTED, hiddenFrames, isRest } from '../../../model/format/tree.js';
import type { TreeNode } from '../../../model/report.interface.js';
import type { Section } from './section.js';

const MAX_ROWS = 60;
const MAX_INDENT = 25;
const MAX_NAME = 120;
const TIME_WIDTH = 9;

interface Row {
  readonly depth: number;
  readonly ms: number;
  readonly below: readonly TreeNode[];
  /** One node, or the library frames that share the row. */
  readonly nodes: readonly TreeNode[];
}

/**
 * The top of the call tree: the longest nodes. The library frames below a node are one line, as on the page. A row is at
 * least as long as any of its children, so no row appears without its parents.
 *
 * @internal
 */
export function treeSection(tree: TreeNode): Section {
  const all = rowsOf(tree);
  const shortest = all.map(({ ms }) => ms).sort((a, b) => b - a)[MAX_ROWS] ?? 0;
  const rows = all.filter(({ ms }) => ms > shortest || (ms === shortest && all.length <= MAX_ROWS));
  const [open = '', ...lines] = markdownBlock(rows.map(rowText), 400);
  const end = lines.splice(-1);
  if (rows.length < all.length) lines.push(`${' '.repeat(TIME_WIDTH)}  … ${all.length - rows.length} smaller ones`);
  return { title: 'Top of the call tree', lines: [open, ...lines], end };
}

/** Depth first and without recursion, because a tree can be as deep as the application's stack. */
function rowsOf(tree: TreeNode): Row[] {
  const rows: Row[] = [];
  const pending = [rowOf([tree], 0)];
  for (let row = pending.pop(); row !== undefined; row = pending.pop()) {
    rows.push(row);
    const depth = row.depth + 1;
    const libraries = row.below.filter(({ library }) => library !== undefined);
    const below = row.below.filter(({ library }) => library === undefined).map(node => rowOf([node], depth));
    if (libraries.length > 0) below.push(rowOf(libraries, depth));
    pending.push(...below.sort((a, b) => a.ms - b.ms));
  }
  return rows;
}

/** The row of one node, or of library frames and the library frames that they called. */
function rowOf(tops: readonly TreeNode[], depth: number): Row {
  const nodes: TreeNode[] = [];
  const below: TreeNode[] = [];
  const pending = [...tops].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    nodes.push(node);
    const isLibrary = node.library !== undefined;
    for (const child of node.children) if (!isLibrary || child.library === undefined) below.push(child);
    if (isLibrary) pending.push(...node.children.filter(({ library }) => library !== undefined).toReversed());
  }
  return { depth, ms: tops.reduce((sum, { ms }) => sum + ms, 0), below, nodes };
}

function rowText({ nodes, ms, depth }: Row): string {
  const [node] = nodes;
  const text = node === undefined || nodes.length > 1 ? hiddenFrames(nodes).slice(0, MAX_NAME) : nodeText(node);
  return `${durationText(ms).padStart(TIME_WIDTH)}  ${'  '.repeat(Math.min(depth, MAX_INDENT))}${text}`;
}

function nodeText(node: TreeNode): string {
  const { type, name, count = 0, location, library } = node;
  const noun = isRest(node) ? undefined : COUNTED[type];
  const facts = [
    type === 'span' || type === 'frame' ? name.slice(0, MAX_NAME) : `[${type}] ${name.slice(0, MAX_NAME)}`,
    ...(count > 1 && noun !== undefined ? [`(${count} ${noun}s)`] : []),
    ...(location === undefined ? [] : [location.slice(0, MAX_NAME)]),
    ...(library === undefined ? [] : [`(${library.slice(0, MAX_NAME)})`]),
  ];
  return facts.join(' ');
}
