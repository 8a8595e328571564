import type { Accounting, TreeNode } from '../model/report.interface.js';
import { Stepper } from '../platform/stepper.js';
import type { Steps } from '../platform/steps.js';

const UNITS_PER_MS = 1_000;

/** Milliseconds with three decimals. @internal */
export function roundMs(ms: number): number {
  return Math.round(ms * UNITS_PER_MS) / UNITS_PER_MS;
}

/**
 * The accounting in milliseconds with three decimals. Its parts still add up to the duration.
 *
 * @internal
 */
export function roundAccounting(accounting: Accounting): Accounting {
  const { cpuMs, gcMs, blockedMs, starvedMs, clientMs, unexplainedMs, waiting } = accounting;
  const total = Math.round(accounting.durationMs * UNITS_PER_MS);
  const parts = [cpuMs, gcMs, blockedMs, starvedMs, clientMs, unexplainedMs, ...waiting.map(({ ms }) => ms)];
  const rounded = apportion(total, parts).map(toMs);
  const [cpu = 0, gc = 0, blocked = 0, starved = 0, client = 0, unexplained = 0, ...waits] = rounded;
  return {
    durationMs: toMs(total),
    cpuMs: cpu,
    gcMs: gc,
    blockedMs: blocked,
    starvedMs: starved,
    clientMs: client,
    unexplainedMs: unexplained,
    waiting: waiting.map((line, index) => ({ ...line, ms: waits[index] ?? 0 })),
  };
}

/**
 * The tree in milliseconds with three decimals, in steps. Each node's time is still its own plus its children's.
 *
 * @internal
 */
export function* roundTree(tree: TreeNode): Steps<TreeNode> {
  const stepper = new Stepper();
  const root: TreeNode[] = [];
  const queue = [{ node: tree, units: Math.round(tree.ms * UNITS_PER_MS), siblings: root }];
  for (const { node, units, siblings } of queue) {
    if (stepper.isDue()) yield;
    const [self = 0, ...parts] = apportion(units, [node.selfMs, ...node.children.map(({ ms }) => ms)]);
    const children: TreeNode[] = [];
    siblings.push({ ...node, ms: toMs(units), selfMs: toMs(self), children });
    for (const [place, child] of node.children.entries())
      queue.push({ node: child, units: parts[place] ?? 0, siblings: children });
  }
  return root[0] ?? tree;
}

/** Whole units for each part, `total` together. The units lost by rounding down go to the parts that lost most. */
function apportion(total: number, parts: readonly number[]): number[] {
  const exact = parts.map(part => part * UNITS_PER_MS);
  const units = exact.map(part => Math.floor(part));
  let left = total - units.reduce((sum, part) => sum + part, 0);
  const byLoss = exact.map((part, index) => ({ index, loss: part - Math.floor(part) })).sort((a, b) => b.loss - a.loss);
  for (let turn = 0; left > 0 && turn < byLoss.length; turn++, left--) {
    const index = byLoss[turn]?.index ?? 0;
    units[index] = (units[index] ?? 0) + 1;
  }
  // The parts exceeded the total by an error in the last digits: the largest part absorbs it.
  const largest = units.indexOf(Math.max(...units));
  if (largest >= 0) units[largest] = (units[largest] ?? 0) + left;
  return units;
}

function toMs(units: number): number {
  return units / UNITS_PER_MS;
}
