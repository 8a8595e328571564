import type { Accounting, TreeNode, Verdict } from '../../../lib/model/report.interface.js';
import { counted } from './text.js';

const NOUNS: Readonly<Record<TreeNode['type'], string | undefined>> = {
  span: 'call',
  frame: undefined,
  wait: 'wait',
  gc: 'pause',
  blocked: 'blocked interval',
  client: 'wait',
  unexplained: 'gap',
};

/** Kinds of waits that are counted as waits: one call of the file system or of a thread can have several. */
const WITHOUT_CALLS = new Set<string>(['fs', 'dns', 'threadpool']);

/** `3 calls`, `48 waits`: the number of a node of the tree. Empty for a node without a number, and for a sum of nodes. */
export function nodeCount({ type, name, count }: TreeNode): string {
  const noun = NOUNS[type];
  return count === undefined || noun === undefined || name === `(${count} more)` ? '' : counted(count, noun);
}

/** `48 calls`; `48 waits` where nothing counts the calls; empty for a verdict without a number. */
export function verdictCount({ count, subject }: Verdict, { waiting }: Accounting): string {
  if (count === undefined) return '';
  const on = waiting.find(({ label }) => label === subject)?.on;
  return counted(count, on !== undefined && WITHOUT_CALLS.has(on) ? 'wait' : 'call');
}
