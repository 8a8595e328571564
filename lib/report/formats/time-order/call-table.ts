import type { Report, TreeNode } from '../../../model/report.interface.js';
import { Stepper } from '../../../platform/stepper.js';
import type { Steps } from '../../../platform/steps.js';
import { microseconds } from './microseconds.js';
import { type SpanGroup, SpanGroups } from './open-times.js';

/** Frames of one stack in a file. The recorder's stacks have at most 220; a report from elsewhere can have more. */
const MAX_STACK = 256;

/**
 * The call tree in columns. A parent precedes its children; the root is 0.
 *
 * @internal
 */
export interface CallTable {
  readonly nodes: readonly TreeNode[];
  /** -1 for the root. */
  readonly parents: readonly number[];
  /** The spans around each node. */
  readonly groups: readonly SpanGroup[];
}

/** Lists the nodes of the tree, each with the spans around it. @internal */
export function* callTable({ tree, timeline, execution }: Report): Steps<CallTable> {
  const stepper = new Stepper();
  const spans = yield* SpanGroups.of(timeline, microseconds(execution.durationMs));
  const [nodes, parents, groups]: [TreeNode[], number[], SpanGroup[]] = [[], [], []];
  const pending = [{ node: tree, parent: -1, group: spans.root }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, parent, group } = next;
    const index = nodes.push(node) - 1;
    parents.push(parent);
    groups.push(group);
    for (let at = node.children.length - 1; at >= 0; at--) {
      const child = node.children[at];
      if (child !== undefined) pending.push({ node: child, parent: index, group: spans.of(group, child) });
    }
    if (stepper.isDue(1 + node.children.length)) yield;
  }
  return { nodes, parents, groups };
}

/** A node and those above it, the outermost first. The middle of a stack without bounds is left out. @internal */
export function stackOf({ parents }: Pick<CallTable, 'parents'>, node: number): number[] {
  const stack: number[] = [];
  for (let at = node; at >= 0; at = parents[at] ?? -1) stack.push(at);
  stack.reverse();
  if (stack.length > MAX_STACK) stack.splice(MAX_STACK / 2, stack.length - MAX_STACK);
  return stack;
}
