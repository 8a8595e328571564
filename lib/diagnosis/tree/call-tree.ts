import type { TreeNode } from '../../model/report.interface.js';
import type { DiagnoseOptions, Steps } from '../diagnosis.interface.js';
import type { Evidence } from '../evidence.interface.js';
import { waitText } from '../../model/format/wait.js';
import type { LedgerEntry } from '../ledger.js';
import { CLIENT_SUBJECTS, PhaseType } from '../timeline/phases.js';
import { NodeTable } from './node-table.js';
import { addCode } from './tree-code.js';
import { TreeDraft } from './tree-draft.js';
import { Stepper } from '../../platform/stepper.js';

/**
 * Builds the wall-clock call tree: spans, and below each span its functions and its waits. Each instant of the
 * execution is charged to exactly one node.
 *
 * @internal
 */
export function* buildTree(evidence: Evidence, options: DiagnoseOptions): Steps<TreeNode> {
  const stepper = new Stepper();
  const nodes = new NodeTable(evidence.frames, options);
  const draft = new TreeDraft(id => nodes.appearanceOf(id));
  const spans: number[] = [];
  for (const group of evidence.groups.groups) {
    if (stepper.isDue()) yield;
    const appearance = { type: 'span', name: group.name, spanKind: group.kind } as const;
    const node = draft.child(spans[group.parent] ?? -1, nodes.add(appearance));
    draft.add(node, 0, Math.max(1, group.calls));
    spans.push(node);
  }
  yield* addOthers(draft, nodes, spans, evidence);
  // Code comes last: a full draft then loses functions, but no waits.
  yield* addCode(draft, nodes, spans, evidence);
  return yield* draft.finish();
}

/** Everything but the execution's own code. */
function* addOthers(draft: TreeDraft, nodes: NodeTable, spans: readonly number[], evidence: Evidence): Steps<void> {
  const stepper = new Stepper();
  const known = new Map<number, number>();
  for (const entry of evidence.ledger) {
    if (stepper.isDue()) yield;
    if (entry.type === PhaseType.cpu) continue;
    const key = entry.ref * 8 + entry.type;
    const id = known.get(key) ?? nodes.named(...nameOf(entry, evidence.phases));
    known.set(key, id);
    draft.add(draft.child(spans[entry.group] ?? 0, id), entry.ms, entry.count);
  }
}

function nameOf({ type, ref }: LedgerEntry, { waits, blockers }: Evidence['phases']): Parameters<NodeTable['named']> {
  const wait = waits[ref];
  switch (type) {
    case PhaseType.gc:
      return ['gc', 'garbage collection'];
    case PhaseType.blocked:
      return ['blocked', blockers[ref]?.name ?? ''];
    case PhaseType.starved:
      return ['starved', 'no processor'];
    case PhaseType.client:
      return ['client', CLIENT_SUBJECTS[ref] ?? ''];
    case PhaseType.waiting:
      return ['wait', wait === undefined ? '' : waitText(wait), wait?.on];
    default:
      return ['unexplained', 'unexplained'];
  }
}
