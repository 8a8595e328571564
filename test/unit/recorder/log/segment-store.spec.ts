import { describe, expect, it } from '@jest/globals';
import type { CpuProfile } from '../../../../lib/recorder/sampling/cpu-profile.interface.js';
import { ASLEEP, CHUNK_ENTRIES, LogChunk, OUTSIDE } from '../../../../lib/recorder/log/log-chunk.js';
import { thinSegment } from '../../../../lib/recorder/log/thin-segment.js';
import { makeSegment, type Segment } from '../../../../lib/recorder/log/segment.js';
import { runSteps } from '../../../support/run-steps.js';
import { MAX_BYTES, SegmentStore } from '../../../../lib/recorder/log/segment-store.js';

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

/** How long each owner had the loop. */
function sums(segment: Segment): Map<number, number> {
  const all = entries(segment);
  const found = new Map<number, number>();
  all.forEach(([time = 0, owner = 0], i) =>
    found.set(owner, (found.get(owner) ?? 0) + (all[i + 1]?.[0] ?? segment.end) - time),
  );
  return found;
}

describe('LogChunk', () => {
  it('keeps what was pushed, and trims to it', () => {
    const made = new LogChunk(8);
    made.push(1.5, 7, 2, 3);
    made.push(2.5, ASLEEP, 0, 0);
    const trimmed = made.trimmed();
    expect([trimmed.length, trimmed.times.length, trimmed.bytes]).toEqual([2, 2, 40]);
    made.times[0] = 99;
    expect(entries(makeSegment(0, 9, [trimmed], []))).toEqual([
      [1.5, 7, 2, 3],
      [2.5, ASLEEP, 0, 0],
    ]);
  });
});

describe('thin', () => {
  it('makes one stretch of nobody out of short ones of executions that are over, and keeps those that are needed', () => {
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

  it('keeps the owners of a stretch that blocks', () => {
    const segment = makeSegment(0, 60, [chunk([0, 1], [10, 2], [25, 3], [31, 1], [40, 2])], []);
    expect(entries(thin(segment, id => id === 1)).map(([time, owner]) => [time, owner])).toEqual([
      [0, 1],
      [10, 2],
      [25, 3],
      [31, 1],
      [40, 2],
    ]);
  });

  it('changes no sum of a needed owner, of sleep, and of all, over chunk borders and full stretches', () => {
    let seed = 42;
    const random = (n: number): number => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff) % n;
    const chunks: LogChunk[] = [];
    let time = 0;
    for (let c = 0; c < 3; c++) {
      const made = new LogChunk();
      while (made.length < CHUNK_ENTRIES) {
        // Long runs without a needed owner, so that a stretch fills a whole chunk.
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
    expect(thinned.bytes).toBeLessThanOrEqual(segment.bytes);
  });

  it('leaves an empty segment empty', () => {
    expect(entries(thin(makeSegment(0, 1, [], []), () => true))).toEqual([]);
  });
});

describe('SegmentStore', () => {
  const profile = (nodes: number): CpuProfile =>
    ({ nodes: new Array(Math.ceil(nodes)).fill(undefined), startTime: 0, endTime: 0 }) as unknown as CpuProfile;

  it('forgets what nobody needs', () => {
    const store = new SegmentStore(10_000);
    for (let at = 0; at < 5; at++) store.add(at * 10, at * 10 + 10, [chunk([at * 10, 1])], []);
    store.forgetBefore(25, 50);
    expect(store.between(0, 100).map(({ start }) => start)).toEqual([20, 30, 40]);
    expect(store.isIncompleteFor(25)).toBe(false);
    expect(store.between(31, 39).map(({ start }) => start)).toEqual([30]);
  });

  it('says that the beginning is missing of what began before the retention', () => {
    const store = new SegmentStore(100);
    store.add(0, 10, [], []);
    store.forgetBefore(900, 1_000);
    expect([store.isIncompleteFor(899), store.isIncompleteFor(900)]).toEqual([true, false]);
  });

  it('gives up its oldest segments beyond its bytes, and says so', () => {
    const store = new SegmentStore(1e9);
    for (let at = 0; at < 6; at++) store.add(at, at + 1, [], [profile(MAX_BYTES / 300 / 4)]);
    store.forgetBefore(0, 6);
    const kept = store.between(0, 10);
    expect(kept.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(MAX_BYTES);
    expect(kept.at(-1)?.start).toBe(5);
    expect(kept.length).toBeGreaterThanOrEqual(3);
    expect([store.isIncompleteFor(0.5), store.isIncompleteFor(5)]).toEqual([true, false]);
  });

  it('thins one old segment at a time, never a fresh one', () => {
    const store = new SegmentStore(1e9);
    store.add(0, 10, [chunk([0, 1], [1, 2])], []);
    store.add(10, 20, [chunk([10, 2])], []);
    runSteps(store.thinOne(100, () => false));
    expect(store.between(0, 20).map(({ thinned }) => thinned)).toEqual([false, false]);
    runSteps(store.thinOne(5_000, () => false));
    expect(store.between(0, 20).map(({ thinned }) => thinned)).toEqual([true, false]);
    runSteps(store.thinOne(5_000, () => false));
    expect(store.between(0, 20).map(({ thinned }) => thinned)).toEqual([true, true]);
  });
});
