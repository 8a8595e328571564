import type { Recording } from '../../recorder/recording.interface.js';
import type { Timeline } from '../../model/report.interface.js';
import type { Steps } from '../diagnosis.interface.js';
import { Lane, type LaneEntry } from './lane.js';
import { CLIENT_SUBJECTS, type Stretches, StretchType } from './stretches.js';
import { timelineSpans } from './timeline-spans.js';
import { Stepper } from '../../platform/stepper.js';

/** Entries of one kind closer than this share of the duration cannot be told apart on a screen. */
const INDISTINCT = 0.001;
/** With fewer stretches than this nothing has to be merged to stay within the lanes' caps. */
const MERGE_FROM = 1_000;
/** Types of a stretch, for numbers that stand for a type and a `ref`. */
const TYPES = 8;

type LoopEntry = Timeline['loop'][number];
type WaitEntry = Timeline['waits'][number];

/**
 * The spans, what the loop did and what was waited for, as offsets from the start of the execution.
 *
 * @internal
 */
export function* buildTimeline(recording: Recording, stretches: Stretches): Steps<Timeline> {
  const stepper = new Stepper();
  const apart = stretches.length > MERGE_FROM ? (recording.end - recording.start) * INDISTINCT : 0;
  const loop = new Lane(stretches.length, apart);
  const waits = new Lane(stretches.length, apart);
  for (let i = 0; i < stretches.length; i++) {
    if (stepper.isDue()) yield;
    const type = stretches.type[i] ?? 0;
    const lane = type <= StretchType.blocked ? loop : waits;
    lane.add(stretches.start[i] ?? 0, stretches.end[i] ?? 0, (stretches.ref[i] ?? 0) * TYPES + type);
  }
  yield;
  const loopEntries = yield* loop.finish();
  const waitEntries = yield* waits.finish();
  const spans = yield* timelineSpans(recording);
  const { start } = recording;
  const loopShown = loopEntries.map(entry => toLoopEntry(stretches, entry, start));
  yield;
  return {
    spans,
    spansDropped: recording.spansDropped + recording.spans.length - spans.length,
    loop: loopShown,
    waits: waitEntries.map(entry => toWaitEntry(stretches, entry, start)),
  };
}

function toLoopEntry({ holders }: Stretches, entry: LaneEntry, start: number): LoopEntry {
  const times = { startMs: entry.start - start, endMs: entry.end - start };
  const type = entry.what % TYPES;
  if (type === StretchType.cpu) return { type: 'own', ...times };
  if (type === StretchType.gc) return { type: 'gc', ...times };
  return { type: 'blocked', ...times, by: holders[Math.floor(entry.what / TYPES)]?.name ?? '' };
}

function toWaitEntry({ waits }: Stretches, entry: LaneEntry, start: number): WaitEntry {
  const times = { startMs: entry.start - start, endMs: entry.end - start };
  const type = entry.what % TYPES;
  const ref = Math.floor(entry.what / TYPES);
  if (type === StretchType.client) return { on: 'client', label: CLIENT_SUBJECTS[ref] ?? '', ...times };
  const wait = type === StretchType.waiting ? waits[ref] : undefined;
  return wait === undefined ? { on: 'unexplained', label: '', ...times } : { on: wait.on, label: wait.label, ...times };
}
