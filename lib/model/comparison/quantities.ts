import { accountingParts } from '../format/accounting-parts.js';
import { isRest } from '../format/tree.js';
import type { Report, TreeNode } from '../report.interface.js';
import type { Quantity } from './change.js';

/** The parts of the wall time, each wait apart. Together they are the duration. @internal */
export function partsOf({ accounting }: Report): Quantity[] {
  return accountingParts(accounting).map(({ name, label, ms, count }) => ({
    name: label === undefined ? name : `${name}, ${label}`,
    ms,
    ...(count !== undefined && { count }),
  }));
}

/** The spans below the root by name: wall time and calls. @internal */
export function spansOf({ timeline }: Report): Quantity[] {
  return timeline.spans
    .filter(({ parent }) => parent >= 0)
    .map(({ name, totalMs, count }) => ({ name, ms: totalMs, count }));
}

/**
 * The functions of the call tree by name and file: the time in which they used the CPU themselves.
 *
 * @internal
 */
export function functionsOf({ tree }: Report): Quantity[] {
  const functions: Quantity[] = [];
  const open: TreeNode[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'frame' && !isRest(node)) functions.push({ name: functionName(node), ms: node.selfMs });
    open.push(...node.children);
  }
  return functions.filter(({ ms }) => ms > 0);
}

/** The requests to other servers. @internal */
export function operationsOf({ operations }: Report): Quantity[] {
  return operations.map(({ label, peer, totalMs, calls }) => ({
    name: label.includes(peer) ? label : `${label} (${peer})`,
    ms: totalMs,
    count: calls,
  }));
}

/** Without the line: an edit above a function moves it. */
function functionName({ name, location, library }: TreeNode): string {
  const place = location?.replace(/:\d+$/, '') ?? library;
  return place === undefined ? name : `${name} (${place})`;
}
