import { oneLine } from '../../../model/format/one-line.js';
import type { TreeNode } from '../../../model/report.interface.js';

const MAX_NAME = 200;

/** Half a character: not valid in UTF-8, and refused by some readers of JSON. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Any text as one bounded line that is valid in every encoding. @internal */
export function shownName(text: string): string {
  return oneLine(text, MAX_NAME).replace(LONE_SURROGATE, '\ufffd');
}

/** The name of a node of the call tree: `OrdersService.findOne`, `[wait] GET pricing:8080/prices/:id`. @internal */
export function nodeName({ type, name }: Pick<TreeNode, 'type' | 'name'>): string {
  return shownName(type === 'span' || type === 'frame' ? name : `[${type}] ${name}`);
}

/** The place of a function. @internal */
export interface Place {
  /** Empty when it is unknown. */
  readonly file: string;
  /** From 1; 0 when it is unknown. */
  readonly line: number;
}

/** `src/orders.service.ts:42` as file and line. @internal */
export function placeOf({ location = '' }: Pick<TreeNode, 'location'>): Place {
  const [, file = location, line = '0'] = /^(.*):(\d{1,9})$/s.exec(location) ?? [];
  return { file: shownName(file), line: Number(line) };
}
