import { describe, expect, it } from '@jest/globals';
import { findStarvation } from '../../../../lib/recorder/cutting/starved-intervals.js';
import { ASLEEP, LogChunk } from '../../../../lib/recorder/log/log-chunk.js';
import { makeSegment } from '../../../../lib/recorder/log/segment.js';
import type { ProcessorUse } from '../../../../lib/recorder/processor/processor-use.interface.js';
import type { CpuProfile } from '../../../../lib/recorder/sampling/cpu-profile.interface.js';
import { runSteps } from '../../../support/run-steps.js';

const CONTEXT = { samplingIntervalMs: 10, clockOffsetMs: 0 };
const SECOND = { start: 0, end: 1_000 };

/** V8's sampler took this many turns. */
const samplerOf = (turns: number, delayedMs = 0) => ({ ranMs: 1, delayedMs, turns });

function useOf(part: Partial<ProcessorUse> = {}): ProcessorUse {
  const none = { ranMs: 100, delayedMs: 0, othersMs: 0, throttledMs: 0, limit: undefined, sampler: samplerOf(99) };
  return { elapsedMs: 1_000, ...none, ...part };
}

/** A sample each ten milliseconds, but for the gaps. */
function profileOf(...gaps: (readonly [start: number, end: number])[]): CpuProfile {
  const times: number[] = [];
  for (let at = 0; at <= 1_000; at += 10) if (!gaps.some(([start, end]) => at > start && at < end)) times.push(at);
  const timeDeltas = times.map((at, i) => (at - (times[i - 1] ?? 0)) * 1_000);
  return { nodes: [], startTime: 0, endTime: 1_000_000, samples: times.map(() => 1), timeDeltas };
}

function logOf(...times: number[]): LogChunk {
  const chunk = new LogChunk(Math.max(1, times.length));
  for (const time of times) chunk.push(time, ASLEEP, 0, 0);
  return chunk;
}

function find(
  profile: CpuProfile,
  use: ProcessorUse | undefined,
  log = logOf(),
  execution = SECOND,
  context = CONTEXT,
) {
  return runSteps(findStarvation([makeSegment(0, 1_000, [log], [profile], use)], execution, context));
}

const shown = ({ intervals }: ReturnType<typeof find>): string[] =>
  intervals.map(({ start, end, by }) => `${Math.round(start)}–${Math.round(end)} ${by}`);

describe('findStarvation', () => {
  it('finds the run delay in the gaps between samples, at their ends', () => {
    expect(shown(find(profileOf([100, 200], [500, 600]), useOf({ delayedMs: 180 })))).toEqual([
      '110–200 processes',
      '510–600 processes',
    ]);
  });

  it('takes no more than the kernel reports, from each gap its part', () => {
    expect(shown(find(profileOf([100, 205], [500, 605]), useOf({ delayedMs: 100 })))).toEqual([
      '160–210 processes',
      '560–610 processes',
    ]);
  });

  it.each([
    ['the thread read from a slow disk, and the sampler ran on', samplerOf(99)],
    ['the sampler was late', samplerOf(22, 780)],
    ['there is no sampler to compare with', undefined],
  ])('finds nothing in gaps without run delay: %s', (_, sampler) => {
    expect(find(profileOf([100, 900]), useOf({ sampler }))).toEqual({
      intervals: [],
      delayShares: [0],
      unknownMs: 0,
      unplacedMs: 0,
    });
  });

  it('finds nothing without gaps, and reports the share of short delays', () => {
    const found = find(profileOf(), useOf({ delayedMs: 300, ranMs: 300 }), logOf(), { start: 0, end: 500 });
    expect(found).toMatchObject({ intervals: [], delayShares: [0.5], unplacedMs: 150 });
  });

  it('never finds anything by gaps alone: it returns their length', () => {
    expect(find(profileOf([100, 300], [700, 800]), undefined, logOf(), { start: 200, end: 1_000 })).toMatchObject({
      intervals: [],
      unknownMs: 200,
    });
  });

  it('finds stops, in which the thread was not delayed', () => {
    const gaps = [100, 200, 300, 400].map(at => [at, at + 90] as const);
    expect(shown(find(profileOf(...gaps), useOf({ delayedMs: 2, sampler: samplerOf(75, 30) })))).toEqual([
      '105–190 stop',
      '205–290 stop',
      '305–390 stop',
      '405–490 stop',
    ]);
  });

  it('takes no stop within the error of the figures', () => {
    expect(find(profileOf([100, 140]), useOf({ sampler: samplerOf(98) })).intervals).toEqual([]);
  });

  it('finds a stop by the real interval of the samples, which another application may have set', () => {
    const context = { ...CONTEXT, samplingIntervalMs: 1 };
    expect(find(profileOf([100, 900]), useOf({ sampler: samplerOf(99) }), logOf(), SECOND, context).intervals).toEqual(
      [],
    );
    expect(shown(find(profileOf([100, 900]), useOf({ sampler: samplerOf(25) }), logOf(), SECOND, context))).toEqual([
      '101–900 stop',
    ]);
  });

  it('names the limit that throttled the process', () => {
    const found = find(profileOf([100, 190], [200, 290]), useOf({ delayedMs: 180, throttledMs: 170, limit: 0.1 }));
    expect(shown(found)).toEqual(['105–190 limit', '205–290 limit']);
    expect(found.cpuLimit).toBe(0.1);
  });

  it('gives the longest intervals to the limit, and the rest to others', () => {
    const use = useOf({ delayedMs: 150, throttledMs: 100, limit: 0.5 });
    expect(shown(find(profileOf([100, 150], [300, 400]), use))).toEqual(['105–150 processes', '305–400 limit']);
  });

  it('mentions the threads of the process when they used the processors', () => {
    expect(shown(find(profileOf([100, 200]), useOf({ delayedMs: 95, othersMs: 90 })))).toEqual(['105–200 threads']);
  });

  it('splits a gap where the log shows that the process ran', () => {
    const use = useOf({ delayedMs: 500 });
    expect(shown(find(profileOf([100, 400]), use, logOf(50, 220, 225, 230, 400)))).toEqual([
      '105–220 processes',
      '235–400 processes',
    ]);
    const busy = Array.from({ length: 29 }, (_, i) => 100 + i * 10);
    expect(find(profileOf([100, 400]), use, logOf(...busy)).intervals).toEqual([]);
  });

  it('clips to the execution', () => {
    const execution = { start: 150, end: 520 };
    expect(shown(find(profileOf([100, 200], [500, 600]), useOf({ delayedMs: 190 }), logOf(), execution))).toEqual([
      '150–200 processes',
      '505–520 processes',
    ]);
  });

  it('places nothing without samples, and estimates the sum', () => {
    const context = { ...CONTEXT, samplingIntervalMs: 0 };
    const use = useOf({ delayedMs: 600, ranMs: 200 });
    expect(find(profileOf(), use, logOf(), { start: 500, end: 900 }, context)).toEqual({
      intervals: [],
      delayShares: [0.75],
      unknownMs: 0,
      unplacedMs: 240,
    });
  });

  it('reads profiles on their own clock, and several of them', () => {
    const profile = { nodes: [], startTime: 5e6, endTime: 5.2e6, samples: [1, 1], timeDeltas: [0, 1e5] };
    const next = { ...profile, startTime: 5.2e6, endTime: 5.5e6, samples: [1], timeDeltas: [3e5] };
    const segment = makeSegment(0, 500, [], [profile, next], useOf({ delayedMs: 500 }));
    const found = runSteps(findStarvation([segment], SECOND, { samplingIntervalMs: 10, clockOffsetMs: -5_000 }));
    expect(shown(found)).toEqual(['5–100 processes', '105–200 processes', '205–500 processes']);
  });
});
