import type { Steps } from '../diagnosis.interface.js';
import type { Evidence } from '../evidence.interface.js';
import type { NodeTable } from './node-table.js';
import { shownStack } from './shown-stack.js';
import { PhaseType } from '../timeline/phases.js';
import type { TreeDraft } from './tree-draft.js';
import { Stepper } from '../../platform/stepper.js';

/** CPU time of a span without samples, or without samples that show a function. */
const NOT_SAMPLED = '(not sampled)';

/** Number of samples of each stack. */
type StackCounts = Map<number, number>;

/**
 * Spreads the CPU time of each group of spans over its sampled stacks: the slices have the time, the samples the
 * functions.
 *
 * @param spans the node of each group
 * @internal
 */
export function* addCode(
  draft: TreeDraft,
  nodes: NodeTable,
  spans: readonly number[],
  evidence: Evidence,
): Steps<void> {
  const stepper = new Stepper();
  const counts = yield* countStacks(evidence);
  for (const { type, group, ms } of evidence.ledger) {
    if (type !== PhaseType.cpu) continue;
    const span = spans[group] ?? 0;
    const stacks: StackCounts = counts.get(group) ?? new Map();
    let samples = 0;
    for (const count of stacks.values()) samples += count;
    if (samples === 0) draft.add(draft.child(span, nodes.named('frame', NOT_SAMPLED)), ms);
    for (const [stack, count] of stacks) {
      const path = shownStack(evidence.frames, stack);
      let node = span;
      for (const index of path) node = draft.child(node, evidence.frames.identityOf(index));
      if (path.length === 0) node = draft.child(span, nodes.named('frame', NOT_SAMPLED));
      draft.add(node, (ms * count) / samples);
      if (stepper.isDue(evidence.frames.depthOf(stack) + 1)) yield;
    }
  }
}

function* countStacks({ recording, groups, frames }: Evidence): Steps<Map<number, StackCounts>> {
  const stepper = new Stepper();
  const byGroup = new Map<number, StackCounts>();
  for (const { span, stack } of recording.samples) {
    if (stepper.isDue()) yield;
    if (frames.isSpecial(stack)) continue;
    const group = groups.groupOf[span] ?? 0;
    const stacks: StackCounts = byGroup.get(group) ?? new Map();
    stacks.set(stack, (stacks.get(stack) ?? 0) + 1);
    byGroup.set(group, stacks);
  }
  return byGroup;
}
