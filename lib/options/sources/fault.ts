import type { z } from 'zod';
import type { OptionCatalog } from '../catalog/option-catalog.js';
import type { OptionNode } from '../catalog/option-node.js';
import type { Setting } from './settings.js';
import { originText, shownValue } from './shown-value.js';

/** An invalid option. @internal */
export interface OptionFault {
  readonly node: OptionNode;
  /** The path, the correct form, the value (masked when secret), and its source. */
  readonly message: string;
}

/**
 * Converts the issues of a check into faults. Each message states the correct form.
 *
 * @internal
 */
export function faultsOf(
  catalog: OptionCatalog,
  error: z.ZodError,
  values: ReadonlyMap<string, Setting>,
): OptionFault[] {
  return error.issues
    .flatMap(issue => innerIssues(issue))
    .map(({ path, message }) => faultOf(catalog, path, message, values));
}

/** @internal */
export function faultOf(
  catalog: OptionCatalog,
  path: readonly PropertyKey[],
  message: string,
  values: ReadonlyMap<string, Setting>,
): OptionFault {
  const node = catalog.around(path);
  if (node === undefined) throw new Error(`No option has the path ${path.join('.')}`);
  const setting = values.get(node.path);
  // The user chooses the name of a header, which is part of the path.
  const shownPath = path
    .join('.')
    .replace(/\p{Cc}/gu, ' ')
    .slice(0, 100);
  const isMember = shownPath !== node.path;
  return {
    node,
    message: `${shownPath} ${message}${setting === undefined ? advice(node) : given(node, setting, isMember)}`,
  };
}

function given(node: OptionNode, setting: Setting, isMember: boolean): string {
  const shown = shownValue(node, setting);
  const origin = originText(setting.origin);
  // The fault is the value of a member: the kind of the whole option would contradict it.
  return isMember && shown === 'an object' ? ` (${origin})` : `; it is ${shown} (${origin})`;
}

function advice({ facts }: OptionNode): string {
  return facts?.variable === undefined ? '' : ` (set it in code, in ${facts.variable}, or in the file)`;
}

/** The message of a union hides the fault inside the alternative that the user chose. */
function innerIssues(issue: z.core.$ZodIssue): { path: readonly PropertyKey[]; message: string }[] {
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.flat().filter(each => each.path.length > 0);
    if (inner.length > 0) return inner.flatMap(each => innerIssues({ ...each, path: [...issue.path, ...each.path] }));
  }
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ path: issue.path, message }));
  return [issue];
}
