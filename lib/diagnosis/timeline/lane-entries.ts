import type { Steps } from '../diagnosis.interface.js';
import type { Lane } from './lane.js';
import { Stepper } from '../../platform/stepper.js';

const MAX_ENTRIES = 1_000;
/** Numbers of sections that are tried, until the entries keep to the cap. */
const SECTIONS = [1_000, 500, 250, 120, 60];
/** With one entry for each kind of content in each section, so few always keep to the cap. */
const FEWEST_SECTIONS = 30;

/** @internal */
export interface LaneEntry {
  readonly start: number;
  readonly end: number;
  /** As in {@link Lane}. */
  readonly what: number;
  /** Present for several intervals of one section. The entry's length is the sum of their lengths. */
  readonly joined?: { readonly count: number; readonly from: number; readonly to: number };
}

/**
 * The intervals of a lane as at most 1 000 entries: ordered, without overlap, and without any loss of time.
 *
 * When there are more intervals, the time is divided into sections. The short intervals of a section that have the same
 * content become one entry. Intervals as long as a section stay as they are.
 *
 * @param kindOf a coarser content, of few kinds, for a lane that has too many different ones
 * @internal
 */
export function* laneEntries(lane: Lane, kindOf: (what: number) => number): Steps<LaneEntry[]> {
  if (lane.length <= MAX_ENTRIES) return yield* inSections(lane, 0, what => what);
  const whole = (lane.end[lane.length - 1] ?? 0) - (lane.start[0] ?? 0);
  for (const sections of SECTIONS) {
    const entries = yield* inSections(lane, whole / sections, what => what);
    if (entries.length <= MAX_ENTRIES) return entries;
  }
  return yield* inSections(lane, whole / FEWEST_SECTIONS, kindOf);
}

interface Section {
  readonly number: number;
  readonly from: number;
  to: number;
  count: number;
  readonly sums: Map<number, { ms: number; count: number }>;
}

/** The entries for sections of `width` milliseconds; incomplete when they exceed the cap. */
function* inSections(lane: Lane, width: number, contentOf: (what: number) => number): Steps<LaneEntry[]> {
  const stepper = new Stepper();
  const entries: LaneEntry[] = [];
  const first = lane.start[0] ?? 0;
  let section: Section | undefined;
  for (let i = 0; i < lane.length && entries.length <= MAX_ENTRIES; i++) {
    if (stepper.isDue()) yield;
    const [start, end, what] = [lane.start[i] ?? 0, lane.end[i] ?? 0, lane.what[i] ?? 0];
    const isLong = end - start >= width;
    const number = isLong ? -1 : Math.floor((start - first) / width);
    if (section !== undefined && section.number !== number) {
      entries.push(...entriesOf(section));
      section = undefined;
    }
    if (isLong) entries.push({ start, end, what });
    else {
      section ??= { number, from: start, to: end, count: 0, sums: new Map() };
      addTo(section, end, end - start, contentOf(what));
    }
  }
  if (section !== undefined) entries.push(...entriesOf(section));
  return entries;
}

function addTo(section: Section, end: number, ms: number, content: number): void {
  section.to = end;
  section.count += 1;
  const sum = section.sums.get(content);
  if (sum === undefined) section.sums.set(content, { ms, count: 1 });
  else {
    sum.ms += ms;
    sum.count += 1;
  }
}

/** One entry for each content, one after another from the start of the section. */
function* entriesOf({ from, to, count: all, sums }: Section): Generator<LaneEntry> {
  let start = from;
  for (const [what, { ms, count }] of sums) {
    const end = Math.min(start + ms, to);
    yield all === 1 ? { start, end: to, what } : { start, end, what, joined: { count, from, to } };
    start = end;
  }
}
