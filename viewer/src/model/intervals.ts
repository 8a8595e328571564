import type { Timeline } from '../../../lib/model/report.interface.js';
import { cutLine } from './text.js';
import { LOOP_NAMES, type Tone, waitName } from './tones.js';

/** The intervals of one lane as columns, ordered by start. All times are milliseconds from the execution's start. */
export interface Intervals {
  readonly start: Float64Array;
  readonly end: Float64Array;
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

/** @returns the index of the interval at a time or within `tolerance` of it, -1 when there is none */
export function intervalAt({ start, end }: Intervals, time: number, tolerance: number): number {
  let low = 0;
  let high = start.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((start[middle] ?? 0) <= time + tolerance) low = middle + 1;
    else high = middle;
  }
  return low > 0 && (end[low - 1] ?? 0) >= time - tolerance ? low - 1 : -1;
}

function columns<T extends { readonly startMs: number; readonly endMs: number }>(
  entries: readonly T[],
  describe: (entry: T) => { tone: Tone; label: string },
): Intervals {
  const sorted = [...entries].sort((a, b) => a.startMs - b.startMs);
  const described = sorted.map(describe);
  return {
    start: Float64Array.from(sorted, entry => entry.startMs),
    end: Float64Array.from(sorted, entry => entry.endMs),
    tones: described.map(entry => entry.tone),
    labels: described.map(entry => cutLine(entry.label)),
  };
}
