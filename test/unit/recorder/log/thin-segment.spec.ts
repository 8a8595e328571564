import { describe, expect, it } from '@jest/globals';
import { ASLEEP, CHUNK_ENTRIES, LogChunk, OUTSIDE } from '../../../../lib/recorder/log/log-chunk.js';
import { makeSegment, type Segment } from '../../../../lib/recorder/log/segment.js';
import { thinSegment } from '../../../../lib/recorder/log/thin-segment.js';
import { runSteps } from '../../../support/run-steps.js';

type Entry = readonly [time: number, owner: number, span?: number, cause?: number];

function chunk(...given: Entry[]): LogChunk {
  const made = new LogChunk(given.length);
  for (const [time, owner, span = 0, cause = 0] of given) made.push(time, owner, span, cause);
  return made;
}

function entries({ chunks }: Segment): number[][] {
  return chunks.flatMap(({ length, times, owners, spans, causes }) =>
    Array.from({ length }, (_, i) => [times[i] ?? 0, owners[i] ?? 0, spans[i] ?? 0, causes[i] ?? 0]),
  );
}

const thin = (segment: Segment, isNeeded: (id: number) => boolean): Segment => runSteps(thinSegment(segment, isNeeded));

/** The time of each owner. */
function sums(segment: Segment): Map<number, number> {
  const all = entries(segment);
  const found = new Map<number, number>();
  all.forEach(([time = 0, owner = 0], i) =>
    found.set(owner, (found.get(owner) ?? 0) + (all[i + 1]?.[0] ?? segment.end) - time),
  );
  return found;
}

describe('thinSegment', () => {
  it('joins short intervals of ended executions into one outside all executions, and keeps needed entries', () => {
    const segment = makeSegment(
      0,
      40,
      [chunk([0, 1, 3, 4], [5, 2], [6, 3], [9, 1, 1], [12, ASLEEP], [30, 4], [31, OUTSIDE], [32, 1, 2, 9])],
      [],
    );
    const thinned = thin(segment, id => id === 1);
    expect(entries(thinned)).toEqual([
      [0, 1, 3, 4],
      [5, OUTSIDE, 0, 0],
      [9, 1, 1, 0],
      [12, ASLEEP, 0, 0],
      [30, OUTSIDE, 0, 0],
      [32, 1, 2, 9],
    ]);
    expect(thinned).toMatchObject({ start: 0, end: 40, thinned: true });
  });

  it('keeps the owners of a blocked interval', () => {
    const segment = makeSegment(0, 60, [chunk([0, 1], [10, 2], [25, 3], [31, 1], [40, 2])], []);
    expect(entries(thin(segment, id => id === 1)).map(([time, owner]) => [time, owner])).toEqual([
      [0, 1],
      [10, 2],
      [25, 3],
      [31, 1],
      [40, 2],
    ]);
  });

  it('preserves the sums of needed owners, of sleep and of all, across chunks and full intervals', () => {
    let seed = 42;
    const random = (n: number): number => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff) % n;
    const chunks: LogChunk[] = [];
    let time = 0;
    for (let c = 0; c < 3; c++) {
      const made = new LogChunk();
      while (made.length < CHUNK_ENTRIES) {
        // Long runs without a needed owner: an interval fills a whole chunk.
        const owner = random(c === 1 ? 40_000 : 10) === 0 ? [1, 2, ASLEEP][random(3)] : 3 + random(50);
        made.push((time += random(1_000) / 1_000), owner ?? 1, random(5), random(5));
      }
      chunks.push(made);
    }
    const segment = makeSegment(0, time + 1, chunks, []);
    const thinned = thin(segment, id => id <= 2);
    const [before, after] = [sums(segment), sums(thinned)];
    for (const owner of [1, 2, ASLEEP]) expect(after.get(owner)).toBeCloseTo(before.get(owner) ?? NaN, 6);
    const total = (map: Map<number, number>): number => [...map.values()].reduce((sum, ms) => sum + ms, 0);
    expect(total(after)).toBeCloseTo(total(before), 6);
    expect(thinned.logBytes).toBeLessThanOrEqual(segment.logBytes);
  });

  it('leaves an empty segment empty', () => {
    expect(entries(thin(makeSegment(0, 1, [], []), () => true))).toEqual([]);
  });
});
