import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { diagnose } from '../../../../lib/diagnosis/diagnose.js';
import type { Recording, StarvedInterval } from '../../../../lib/recorder/recording.interface.js';
import { block, partsOf, recordingOf, slice, wake } from '../recordings.js';

const starved = (start: number, end: number, by: StarvedInterval['by'] = 'limit'): StarvedInterval => ({
  start,
  end,
  by,
});

function account(parts: Partial<Recording>) {
  const { accounting } = diagnose(recordingOf(parts));
  expect(partsOf(accounting)).toBeCloseTo(1_000, 6);
  return accounting;
}

describe('takeStarved', () => {
  it('takes the time out of own code, GC pauses and blocked intervals', () => {
    const accounting = account({
      slices: [slice(1_000, 1_400), slice(1_700, 2_000, 0, wake('database'))],
      blocks: [block(1_400, 1_700, 'POST /export')],
      gcPauses: [{ start: 1_750, end: 1_900 }],
      starved: [starved(1_300, 1_500), starved(1_800, 1_850)],
    });
    expect(accounting).toMatchObject({ starvedMs: 250, cpuMs: 450, blockedMs: 200, gcMs: 100, waiting: [] });
  });

  it('takes the last interval of a wait that ended with it: the event was there before', () => {
    const slices = [slice(1_000, 1_010), slice(1_902, 2_000, 0, wake('timer'))];
    expect(account({ slices, starved: [starved(1_200, 1_300), starved(1_800, 1_900)] })).toMatchObject({
      starvedMs: 100,
      waiting: [{ on: 'timer', ms: 792 }],
    });
  });

  it('leaves a wait that was not over when the process ran again', () => {
    const slices = [slice(1_000, 1_010), slice(1_910, 2_000, 0, wake('database'))];
    expect(account({ slices, starved: [starved(1_800, 1_900)] })).toMatchObject({ starvedMs: 0, cpuMs: 100 });
  });

  it('takes all of a wait for the thread pool, whose threads had no processor either', () => {
    const slices = [slice(1_000, 1_010), slice(1_950, 2_000, 0, wake('threadpool'))];
    expect(account({ slices, starved: [starved(1_100, 1_190), starved(1_200, 1_290)] })).toMatchObject({
      starvedMs: 180,
      waiting: [{ on: 'threadpool', ms: 760, count: 1 }],
    });
  });

  it('shows the intervals in the lane of the event loop and in the tree', () => {
    const { timeline, tree } = diagnose(
      recordingOf({ slices: [slice(1_000, 2_000)], starved: [starved(1_300, 1_500)] }),
    );
    expect(timeline.loop).toEqual([
      { type: 'own', startMs: 0, endMs: 300 },
      { type: 'starved', startMs: 300, endMs: 500 },
      { type: 'own', startMs: 500, endMs: 1_000 },
    ]);
    expect(tree.children).toContainEqual(expect.objectContaining({ type: 'starved', name: 'no processor', ms: 200 }));
  });

  it('keeps the sum, takes all of the own code in the intervals, and nothing outside of them', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1_001, max: 1_999 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(cuts, cuts, (turns, gaps) => {
        const slices = pairs(turns).map(([start, end]) => slice(start, end, 0, wake('database')));
        const intervals = pairs(gaps).map(([start, end]) => starved(start, end));
        const { starvedMs, cpuMs } = account({ slices, starved: intervals });
        const own = slices.reduce((sum, { start, end }) => sum + end - start, 0);
        const overlap = slices.reduce((sum, each) => sum + within(each, intervals), 0);
        expect(cpuMs).toBeCloseTo(own - overlap, 6);
        expect(starvedMs).toBeGreaterThanOrEqual(overlap - 1e-6);
        expect(starvedMs).toBeLessThanOrEqual(intervals.reduce((sum, { start, end }) => sum + end - start, 0) + 1e-6);
      }),
    );
  });
});

function pairs(times: readonly number[]): [number, number][] {
  const sorted = times.toSorted((a, b) => a - b);
  return Array.from({ length: Math.floor(sorted.length / 2) }, (_, i) => [sorted[2 * i] ?? 0, sorted[2 * i + 1] ?? 0]);
}

function within({ start, end }: { start: number; end: number }, intervals: readonly StarvedInterval[]): number {
  return intervals.reduce((sum, each) => sum + Math.max(0, Math.min(end, each.end) - Math.max(start, each.start)), 0);
}
