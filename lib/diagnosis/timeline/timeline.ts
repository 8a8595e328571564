import type { Recording } from '../../recorder/recording.interface.js';
import type { Timeline } from '../../model/report.interface.js';
import type { Steps } from '../diagnosis.interface.js';
import { Lane, type LaneEntry } from './lane.js';
import { CLIENT_SUBJECTS, type Phases, PhaseType } from './phases.js';
import { timelineSpans } from './timeline-spans.js';
import { Stepper } from '../../platform/stepper.js';

/** Entries closer than this share of the duration look like one on a screen. */
const INDISTINCT = 0.001;
/** Fewer phases fit into the lanes without a merge. */
const MERGE_FROM = 1_000;
/** Numbers for a type of phase and a `ref` are `ref * TYPES + type`. */
const TYPES = 8;

type LoopEntry = Timeline['loop'][number];
type WaitEntry = Timeline['waits'][number];

/**
 * Spans, event loop and waits, as offsets from the start of the execution.
 *
 * @internal
 */
export function* buildTimeline(recording: Recording, phases: Phases): Steps<Timeline> {
  const stepper = new Stepper();
  const apart = phases.length > MERGE_FROM ? (recording.end - recording.start) * INDISTINCT : 0;
  const loop = new Lane(phases.length, apart);
  const waits = new Lane(phases.length, apart);
  for (let i = 0; i < phases.length; i++) {
    if (stepper.isDue()) yield;
    const type = phases.type[i] ?? 0;
    const lane = type <= PhaseType.blocked ? loop : waits;
    lane.add(phases.start[i] ?? 0, phases.end[i] ?? 0, (phases.ref[i] ?? 0) * TYPES + type);
  }
  yield;
  const loopEntries = yield* loop.finish();
  const waitEntries = yield* waits.finish();
  const spans = yield* timelineSpans(recording);
  const { start } = recording;
  const loopShown = loopEntries.map(entry => toLoopEntry(phases, entry, start));
  yield;
  return {
    spans,
    spansDropped: recording.spansDropped + recording.spans.length - spans.length,
    loop: loopShown,
    waits: waitEntries.map(entry => toWaitEntry(phases, entry, start)),
  };
}

function toLoopEntry({ blockers }: Phases, entry: LaneEntry, start: number): LoopEntry {
  const times = { startMs: entry.start - start, endMs: entry.end - start };
  const type = entry.what % TYPES;
  if (type === PhaseType.cpu) return { type: 'own', ...times };
  if (type === PhaseType.gc) return { type: 'gc', ...times };
  return { type: 'blocked', ...times, by: blockers[Math.floor(entry.what / TYPES)]?.name ?? '' };
}

function toWaitEntry({ waits }: Phases, entry: LaneEntry, start: number): WaitEntry {
  const times = { startMs: entry.start - start, endMs: entry.end - start };
  const type = entry.what % TYPES;
  const ref = Math.floor(entry.what / TYPES);
  if (type === PhaseType.client) return { on: 'client', label: CLIENT_SUBJECTS[ref] ?? '', ...times };
  const wait = type === PhaseType.waiting ? waits[ref] : undefined;
  return wait === undefined ? { on: 'unexplained', label: '', ...times } : { on: wait.on, label: wait.label, ...times };
}
