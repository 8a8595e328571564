import type { z } from 'zod';
import { optionAround, type OptionNode } from './option-tree.js';
import type { Setting } from './settings.js';
import { originText, shownValue } from './shown-value.js';

/** An option that is wrong. @internal */
export interface OptionFault {
  readonly node: OptionNode;
  /** Path, what would be right, the value masked when it is secret, and where it came from. */
  readonly message: string;
}

/**
 * The faults that a check found, in people's words: each says what would be right.
 *
 * @internal
 */
export function faultsOf(error: z.ZodError, values: ReadonlyMap<string, Setting>): OptionFault[] {
  return error.issues.flatMap(issue => expand(issue)).map(({ path, message }) => faultOf(path, message, values));
}

/** @internal */
export function faultOf(
  path: readonly PropertyKey[],
  message: string,
  values: ReadonlyMap<string, Setting>,
): OptionFault {
  const node = optionAround(path);
  if (node === undefined) throw new Error(`No option is called ${path.join('.')}`);
  const setting = values.get(node.path);
  // The name of a header is the user's own.
  const shownPath = path
    .join('.')
    .replace(/\p{Cc}/gu, ' ')
    .slice(0, 100);
  return { node, message: `${shownPath} ${message}${setting === undefined ? advice(node) : given(node, setting)}` };
}

function given(node: OptionNode, setting: Setting): string {
  return `; it is ${shownValue(node, setting)} (${originText(setting.origin)})`;
}

function advice({ facts }: OptionNode): string {
  return facts?.variable === undefined ? '' : ` (set it in code, in ${facts.variable}, or in the file)`;
}

/** A union's own message hides what is wrong inside the one form that was meant. */
function expand(issue: z.core.$ZodIssue): { path: readonly PropertyKey[]; message: string }[] {
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.flat().filter(each => each.path.length > 0);
    if (inner.length > 0) return inner.flatMap(each => expand({ ...each, path: [...issue.path, ...each.path] }));
  }
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ path: issue.path, message }));
  return [issue];
}
