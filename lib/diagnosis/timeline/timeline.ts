import type { Recording } from '../../recorder/recording.interface.js';
import type { Timeline } from '../../model/report.interface.js';
import type { Steps } from '../diagnosis.interface.js';
import { Lane } from './lane.js';
import { type LaneEntry, laneEntries } from './lane-entries.js';
import { CLIENT_SUBJECTS, type Phases, PhaseType } from './phases.js';
import { timelineSpans } from './timeline-spans.js';
import { Stepper } from '../../platform/stepper.js';

/** Numbers for a type of phase and a `ref` are `ref * TYPES + type`. */
const TYPES = 8;
/** The label of an entry for different blockers, or for waits of one kind for different things. */
const SEVERAL = '(several)';

type LoopEntry = Timeline['loop'][number];
type WaitEntry = Timeline['waits'][number];

/**
 * Spans, event loop and waits, as offsets from the start of the execution. The lanes together have the same sums as the
 * accounting.
 *
 * @internal
 */
export function* buildTimeline(recording: Recording, phases: Phases): Steps<Timeline> {
  const stepper = new Stepper();
  const loop = new Lane(phases.length);
  const waits = new Lane(phases.length);
  for (let i = 0; i < phases.length; i++) {
    if (stepper.isDue()) yield;
    const type = phases.type[i] ?? 0;
    const lane = type <= PhaseType.blocked || type === PhaseType.starved ? loop : waits;
    lane.add(phases.start[i] ?? 0, phases.end[i] ?? 0, (phases.ref[i] ?? 0) * TYPES + type);
  }
  yield;
  const kindOf = kindsOf(phases);
  const loopEntries = yield* laneEntries(loop, kindOf);
  const waitEntries = yield* laneEntries(waits, kindOf);
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

/**
 * Replaces the number of a blocker, and that of a wait, by one for all blockers, and by one for all waits of its kind.
 * Their `ref` lies beyond the list.
 */
function kindsOf({ waits, blockers }: Phases): (what: number) => number {
  const firstOfKind = new Map<string, number>();
  for (const [ref, { on }] of waits.entries()) if (!firstOfKind.has(on)) firstOfKind.set(on, ref);
  return what => {
    const type = what % TYPES;
    if (type === PhaseType.blocked) return blockers.length * TYPES + type;
    const wait = type === PhaseType.waiting ? waits[Math.floor(what / TYPES)] : undefined;
    return wait === undefined ? what : (waits.length + (firstOfKind.get(wait.on) ?? 0)) * TYPES + type;
  };
}

function toLoopEntry({ blockers }: Phases, entry: LaneEntry, start: number): LoopEntry {
  const times = timesOf(entry, start);
  const type = entry.what % TYPES;
  if (type === PhaseType.cpu) return { type: 'own', ...times };
  if (type === PhaseType.gc) return { type: 'gc', ...times };
  if (type === PhaseType.starved) return { type: 'starved', ...times };
  return { type: 'blocked', ...times, by: blockers[Math.floor(entry.what / TYPES)]?.name ?? SEVERAL };
}

function toWaitEntry({ waits }: Phases, entry: LaneEntry, start: number): WaitEntry {
  const times = timesOf(entry, start);
  const type = entry.what % TYPES;
  const ref = Math.floor(entry.what / TYPES);
  if (type === PhaseType.client) return { on: 'client', label: CLIENT_SUBJECTS[ref] ?? '', ...times };
  const isKind = ref >= waits.length;
  const wait = type === PhaseType.waiting ? waits[isKind ? ref - waits.length : ref] : undefined;
  if (wait === undefined) return { on: 'unexplained', label: '', ...times };
  return { on: wait.on, label: isKind ? SEVERAL : wait.label, ...times };
}

function timesOf(
  { start: from, end, joined }: LaneEntry,
  start: number,
): Pick<LoopEntry, 'startMs' | 'endMs' | 'joined'> {
  const times = { startMs: from - start, endMs: end - start };
  if (joined === undefined) return times;
  return { ...times, joined: { count: joined.count, fromMs: joined.from - start, toMs: joined.to - start } };
}
