import { runSteps } from '../platform/steps.js';
import type { Recording } from '../recorder/recording.interface.js';
import { account } from './accounting.js';
import { endingOf } from './ending.js';
import { buildTree } from './tree/call-tree.js';
import type { DiagnoseOptions, Diagnosis, Steps } from './diagnosis.interface.js';
import type { Evidence } from './evidence.interface.js';
import { findVerdicts } from './findings/verdicts.js';
import { sortWaits } from './findings/waiting-times.js';
import { FrameTable } from './frames/frame-table.js';
import { addUp } from './ledger.js';
import { OperationTable } from './operations/operation-table.js';
import { Replies } from './operations/replies.js';
import { groupSpans } from './span-groups.js';
import { buildTimeline } from './timeline/timeline.js';
import { takeStarved } from './timeline/starved-phases.js';
import { walkTime } from './timeline/timeline-walk.js';
import { findOperations } from './timeline/wait-operations.js';

/**
 * Explains a recording: its wall time, part by part, and the causes of the slowness. A pure function of its arguments.
 *
 * An ordinary recording takes a few milliseconds at most. For recordings that can be large, use `diagnosing`.
 *
 * @internal
 */
export function diagnose(recording: Recording, options: DiagnoseOptions = {}): Diagnosis {
  return runSteps(diagnosing(recording, options));
}

/**
 * Does the same as `diagnose` in short steps. Other work can run between them, so a large recording never blocks the
 * event loop.
 *
 * @internal
 */
export function* diagnosing(recording: Recording, options: DiagnoseOptions = {}): Steps<Diagnosis> {
  const durationMs = Math.max(0, recording.end - recording.start);
  const ended = yield* findOperations(recording);
  yield;
  const phases = yield* takeStarved(yield* walkTime(recording, ended), recording);
  yield;
  const groups = yield* groupSpans(recording);
  yield;
  const ledger = yield* addUp(phases, groups);
  yield;
  const operations = yield* OperationTable.of(recording, groups);
  yield;
  const replies = yield* Replies.of(recording, groups, ended);
  yield;
  const waiting = yield* sortWaits(ledger, phases, groups, { recording, operations, replies });
  yield;
  const frames = yield* FrameTable.of(recording, options);
  yield;
  const ending = endingOf(recording, phases, groups);
  const evidence: Evidence = { recording, durationMs, phases, ledger, groups, waiting, frames, ending };
  const [verdict, ...findings] = yield* findVerdicts(evidence);
  yield;
  const tree = yield* buildTree(evidence, options);
  yield;
  const timeline = yield* buildTimeline(recording, phases);
  yield;
  const accounting = yield* account(durationMs, ledger, phases);
  return {
    verdict,
    findings,
    accounting,
    tree,
    timeline,
    operations: operations.rows,
    ...(ending?.by !== undefined && { endedBy: ending.by }),
    samples: recording.samples.length,
  };
}
