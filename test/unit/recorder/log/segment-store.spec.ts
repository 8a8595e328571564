import { describe, expect, it } from '@jest/globals';
import { LogChunk } from '../../../../lib/recorder/log/log-chunk.js';
import { MAX_BYTES, MAX_LOG_BYTES, SegmentStore } from '../../../../lib/recorder/log/segment-store.js';
import type { CpuProfile } from '../../../../lib/recorder/sampling/cpu-profile.interface.js';
import { runSteps } from '../../../support/run-steps.js';

type Entry = readonly [time: number, owner: number, span?: number, cause?: number];

function chunk(...given: Entry[]): LogChunk {
  const made = new LogChunk(given.length);
  for (const [time, owner, span = 0, cause = 0] of given) made.push(time, owner, span, cause);
  return made;
}

describe('SegmentStore', () => {
  const profile = (nodes: number): CpuProfile =>
    ({ nodes: new Array(Math.ceil(nodes)).fill(undefined), startTime: 0, endTime: 0 }) as unknown as CpuProfile;

  it('drops segments that no execution needs', () => {
    const store = new SegmentStore(10_000);
    for (let at = 0; at < 5; at++) store.add(at * 10, at * 10 + 10, [chunk([at * 10, 1])], []);
    store.forgetBefore(25, 50);
    expect(store.between(0, 100).map(({ start }) => start)).toEqual([20, 30, 40]);
    expect(store.isIncompleteFor(25)).toBe(false);
    expect(store.between(31, 39).map(({ start }) => start)).toEqual([30]);
  });

  it('goes through its chunks from the newest to the oldest', () => {
    const store = new SegmentStore(10_000);
    store.add(0, 20, [chunk([0, 1]), chunk([10, 1])], []);
    store.add(20, 30, [chunk([20, 1])], []);
    expect(Array.from(store.newestFirst(), ({ times }) => times[0])).toEqual([20, 10, 0]);
  });

  it('reports a missing beginning for executions that started before the retention', () => {
    const store = new SegmentStore(100);
    store.add(0, 10, [], []);
    store.forgetBefore(900, 1_000);
    expect([store.isIncompleteFor(899), store.isIncompleteFor(900)]).toEqual([true, false]);
  });

  const bytesOf = (store: SegmentStore): [log: number, profiles: number] => {
    const kept = store.between(0, 1e9);
    return [
      kept.reduce((sum, { logBytes }) => sum + logBytes, 0),
      kept.reduce((sum, { profileBytes }) => sum + profileBytes, 0),
    ];
  };

  it('drops its oldest profiles beyond its bytes and keeps the log, and reports it', () => {
    const store = new SegmentStore(1e9);
    for (let at = 0; at < 6; at++) store.add(at, at + 1, [chunk([at, 1])], [profile(MAX_BYTES / 300 / 4)]);
    store.forgetBefore(0, 6);
    const kept = store.between(0, 10);
    expect(kept.map(({ profiles }) => profiles.length)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(kept.every(({ chunks }) => chunks.length === 1)).toBe(true);
    expect(bytesOf(store)[0] + bytesOf(store)[1]).toBeLessThanOrEqual(MAX_BYTES);
    expect(store.isIncompleteFor(0.5)).toBe(false);
    expect([store.unsampledMs(0.5, 9), store.unsampledMs(0.5, 2), store.unsampledMs(3, 9)]).toEqual([2.5, 1.5, 0]);
  });

  it('drops a profile that is larger than all its bytes', () => {
    const store = new SegmentStore(1e9);
    store.add(0, 1, [chunk([0, 1])], [profile(MAX_BYTES / 200)]);
    store.forgetBefore(0, 1);
    expect(bytesOf(store)).toEqual([20, 0]);
  });

  it('drops its oldest segments when the log alone is too large, and reports it', () => {
    const store = new SegmentStore(1e9);
    const large = (): LogChunk => new LogChunk(MAX_LOG_BYTES / 20 / 4);
    for (let at = 0; at < 6; at++) store.add(at, at + 1, [large()], [profile(1)]);
    store.forgetBefore(0, 6);
    expect(store.between(0, 10).map(({ start }) => start)).toEqual([2, 3, 4, 5]);
    expect([store.isIncompleteFor(0.5), store.isIncompleteFor(2)]).toEqual([true, false]);
  });

  it('keeps profiles dropped that were dropped while their segment was thinned', () => {
    const store = new SegmentStore(1e9);
    store.add(0, 10, [chunk([0, 1], [1, 2])], [profile(MAX_BYTES / 300 / 2)]);
    const thinning = store.thinOne(5_000, () => false);
    thinning.next();
    store.add(10, 20, [], [profile(MAX_BYTES / 300)]);
    store.forgetBefore(0, 20);
    runSteps(thinning);
    const [first] = store.between(0, 5);
    expect(first).toMatchObject({ thinned: true, profiles: [], profileBytes: 0 });
    expect(bytesOf(store)[1]).toBeLessThanOrEqual(MAX_BYTES);
  });

  it('thins one old segment at a time, never a new one', () => {
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
