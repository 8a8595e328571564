import { type Intervals, partWithin } from './intervals.js';
import type { Range } from './range.js';
import type { Tone } from './tones.js';

/** The time of one kind within a range. */
export interface RangeFigure {
  readonly tone: Tone;
  readonly label: string;
  readonly ms: number;
}

/** The times within a range by kind and label, longest first. Together they are the length of the range. */
export function rangeFigures(lanes: readonly Intervals[], range: Range): RangeFigure[] {
  const sums = new Map<string, RangeFigure>();
  for (const lane of lanes) {
    for (const [index, tone] of lane.tones.entries()) {
      const ms = partWithin(lane, index, range);
      if (ms <= 0) continue;
      const label = lane.labels[index] ?? '';
      const key = `${tone} ${label}`;
      sums.set(key, { tone, label, ms: (sums.get(key)?.ms ?? 0) + ms });
    }
  }
  return [...sums.values()].sort((a, b) => b.ms - a.ms);
}
