import type { TreeNode } from '../../../lib/model/report.interface.js';
import type { TreeLayout } from './tree-layout.js';

/** The result of a search in the call tree. */
export interface Found {
  /** The indices of the nodes, in the order of the tree. */
  readonly matches: readonly number[];
  /** The time of all matches. A match below another one counts once. */
  readonly ms: number;
  /** A sentence about a regular expression that cannot be used. */
  readonly fault?: string;
}

/** No search: nothing is found, and nothing is missing. */
export const NOTHING: Found = { matches: [], ms: 0 };

type Fits = (text: string) => boolean;

/**
 * The nodes whose name, place or package contains a text. Letters of both cases are equal.
 *
 * @param text a text, or a regular expression between slashes: `/find(one|all)/`
 */
export function searchTree(layout: TreeLayout, text: string): Found {
  const query = text.trim();
  if (query === '') return NOTHING;
  const fits = fitsOf(query);
  if (typeof fits === 'string') return { ...NOTHING, fault: fits };
  const matches: number[] = [];
  let ms = 0;
  let counted = 0;
  for (const [index, node] of layout.nodes.entries()) {
    if (!isFound(node, fits)) continue;
    matches.push(index);
    if (index < counted) continue;
    ms += node.ms;
    counted = layout.end[index] ?? 0;
  }
  return { matches, ms };
}

/** The match after or before a node, in a circle; -1 when there is none. */
export function nextMatch({ matches }: Found, from: number, step: 1 | -1): number {
  const found = step > 0 ? matches.find(index => index > from) : matches.findLast(index => index < from);
  return found ?? (step > 0 ? matches[0] : matches.at(-1)) ?? -1;
}

function isFound({ name, location, library }: TreeNode, fits: Fits): boolean {
  return fits(name) || (location !== undefined && fits(location)) || (library !== undefined && fits(library));
}

/** @returns a sentence when the expression cannot be used */
function fitsOf(query: string): Fits | string {
  const expression = /^\/(.+)\/$/s.exec(query)?.[1];
  if (expression === undefined) {
    const text = query.toLowerCase();
    return each => each.toLowerCase().includes(text);
  }
  try {
    const regular = new RegExp(expression, 'i');
    return each => regular.test(each);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
