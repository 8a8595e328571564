import type { JoinedIntervals, Timeline } from '../../../lib/model/report.interface.js';
import { lengthOf, overlapOf, type Range } from './range.js';
import { cutLine } from './text.js';
import { LOOP_NAMES, type Tone, waitName } from './tones.js';

/** The intervals of one lane as columns, ordered by start. All times are milliseconds from the execution's start. */
export interface Intervals {
  /** `end - start` is the length, also of joined intervals. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** The section in which joined intervals lie; start and end of a single one. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** The number of joined intervals; 0 for a single one. */
  readonly joined: Int32Array;
  readonly tones: readonly Tone[];
  /** `blocked by POST /export` */
  readonly labels: readonly string[];
}

/** The lane of the event loop. */
export function loopIntervals(loop: Timeline['loop']): Intervals {
  return columns(loop, ({ type, by }) => {
    const name = LOOP_NAMES[type];
    return { tone: type, label: by === undefined ? name : type === 'blocked' ? `${name} by ${by}` : `${name}: ${by}` };
  });
}

/** The lane of waits. */
export function waitIntervals(waits: Timeline['waits']): Intervals {
  return columns(waits, ({ on, label }) => ({ tone: on, label: label ? `${waitName(on)}: ${label}` : waitName(on) }));
}

/**
 * The part of an interval's length that lies within a range. The places of joined intervals are unknown: they are taken to
 * lie evenly in their section.
 */
export function partWithin({ start, end, from, to }: Intervals, index: number, range: Range): number {
  const section = { fromMs: from[index] ?? 0, toMs: to[index] ?? 0 };
  const length = (end[index] ?? 0) - (start[index] ?? 0);
  return lengthOf(section) > 0 ? (length * overlapOf(section, range)) / lengthOf(section) : 0;
}

/** The sum of the lengths within a range. */
export function totalWithin(intervals: Intervals, range: Range): number {
  return intervals.tones.reduce((sum, _, index) => sum + partWithin(intervals, index, range), 0);
}

/**
 * Joined intervals of one section lie one above another, each as high as its share of the section.
 *
 * @returns bottom and height, from 0 to 1; a single interval has the whole height
 */
export function levelOf(
  { start, end, from, to, joined }: Intervals,
  index: number,
): { bottom: number; height: number } {
  const section = (to[index] ?? 0) - (from[index] ?? 0);
  if (joined[index] === 0 || !(section > 0)) return { bottom: 0, height: 1 };
  const bottom = ((start[index] ?? 0) - (from[index] ?? 0)) / section;
  return { bottom, height: ((end[index] ?? 0) - (start[index] ?? 0)) / section };
}

/**
 * The interval at a place of the lane.
 *
 * @param level from the bottom of the lane, 0 to 1: it selects one of several joined intervals
 * @returns the index of the interval at a time or within `tolerance` of it, -1 when there is none
 */
export function intervalAt(intervals: Intervals, time: number, tolerance: number, level = 0): number {
  const { from, to } = intervals;
  let low = 0;
  let high = from.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((from[middle] ?? 0) <= time + tolerance) low = middle + 1;
    else high = middle;
  }
  if (low === 0 || (to[low - 1] ?? 0) < time - tolerance) return -1;
  let at = low - 1;
  while (at > 0 && from[at - 1] === from[at] && levelOf(intervals, at).bottom > level) at--;
  return at;
}

interface Entry {
  readonly startMs: number;
  readonly endMs: number;
  readonly joined?: JoinedIntervals;
}

function columns<T extends Entry>(
  entries: readonly T[],
  describe: (entry: T) => { tone: Tone; label: string },
): Intervals {
  const sorted = [...entries].sort((a, b) => a.startMs - b.startMs);
  const described = sorted.map(describe);
  return {
    start: Float64Array.from(sorted, entry => entry.startMs),
    end: Float64Array.from(sorted, entry => entry.endMs),
    from: Float64Array.from(sorted, entry => entry.joined?.fromMs ?? entry.startMs),
    to: Float64Array.from(sorted, entry => entry.joined?.toMs ?? entry.endMs),
    joined: Int32Array.from(sorted, entry => entry.joined?.count ?? 0),
    tones: described.map(entry => entry.tone),
    labels: described.map(entry => cutLine(entry.label)),
  };
}
