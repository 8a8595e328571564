import { describe, expect, it } from '@jest/globals';
import { diagnose } from '../../../../lib/diagnosis/diagnose.js';
import type { Recording, StarvedInterval } from '../../../../lib/recorder/recording.interface.js';
import { block, recordingOf, slice } from '../recordings.js';

/** Throttled for 80 of every 100 ms. */
const often = (by: StarvedInterval['by'], times = 9): StarvedInterval[] =>
  Array.from({ length: times }, (_, i) => ({ start: 1_010 + i * 100, end: 1_090 + i * 100, by }));

const verdictOf = (starved: StarvedInterval[], more: Partial<Recording> = {}) =>
  diagnose(recordingOf({ end: 1_900, slices: [slice(1_000, 1_900)], starved, ...more })).verdict;

describe('cpu-starved', () => {
  it('names the CPU limit, and how often it throttled the process', () => {
    expect(verdictOf(often('limit'), { cpuLimit: 0.1 })).toEqual({
      kind: 'cpu-starved',
      headline: 'The process had no processor for 720 of 900 ms: its CPU limit (0.1) throttled it 9 times',
      subject: 'CPU limit 0.1',
      ms: 720,
      share: 0.8,
      count: 9,
    });
  });

  it.each([
    ['processes', "the machine's other processes used it", 'other processes'],
    ['threads', 'its other threads, or other processes, used it', 'other threads and processes'],
    ['stop', 'it was stopped 9 times', 'stopped process'],
  ] as const)('names the cause: %s', (by, reason, subject) => {
    const verdict = verdictOf(often(by));
    expect(verdict).toMatchObject({ subject, headline: `The process had no processor for 720 of 900 ms: ${reason}` });
    expect(verdict).not.toHaveProperty('count');
    expect(verdict).not.toHaveProperty('culprit');
  });

  it('counts in words, and writes both units where they differ', () => {
    const stop = (end: number): StarvedInterval[] => [{ start: 1_010, end, by: 'stop' }];
    expect(verdictOf(stop(1_910), { end: 2_100, slices: [slice(1_000, 2_100)] }).headline).toBe(
      'The process had no processor for 900 ms of 1.10 s: it was stopped',
    );
    expect(verdictOf([{ ...often('limit')[0], end: 1_800 } as StarvedInterval], { cpuLimit: 1.5 }).headline).toBe(
      'The process had no processor for 790 of 900 ms: its CPU limit (1.5) throttled it once',
    );
  });

  it('names the main cause of several', () => {
    const starved = often('limit').map((each, i): StarvedInterval => (i < 3 ? { ...each, by: 'processes' } : each));
    expect(verdictOf(starved, { cpuLimit: 0.1 }).headline).toBe(
      'The process had no processor for 720 of 900 ms, mostly because its CPU limit (0.1) throttled it 6 times',
    );
  });

  it('blames no blocker for the time', () => {
    const blocks = [block(1_005, 1_895, 'POST /export')];
    const { verdict, findings } = diagnose(
      recordingOf({ end: 1_900, slices: [slice(1_000, 1_005), slice(1_895, 1_900)], blocks, starved: often('stop') }),
    );
    expect(verdict).toMatchObject({ kind: 'cpu-starved', ms: 720 });
    expect(findings[0]).toMatchObject({ kind: 'event-loop-blocked', ms: 170 });
  });

  it('is not found in a recording without such intervals', () => {
    expect(verdictOf([]).kind).toBe('cpu');
  });
});
