import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { LevelSwitch } from '../../../lib/recorder/level-switch.js';
import { RecentExecutions } from '../../../lib/recorder/log/recent-executions.js';
import type { ResumeLog } from '../../../lib/recorder/log/resume-log.js';
import { SegmentStore } from '../../../lib/recorder/log/segment-store.js';
import { ProcessorReadings } from '../../../lib/recorder/processor/processor-readings.js';
import { SegmentRotation } from '../../../lib/recorder/segment-rotation.js';
import type { ProfileCollector } from '../../../lib/recorder/sampling/profile-collector.js';
import type { Execution } from '../../../lib/tracing/execution.js';
import { RecordedFiles } from './processor/recorded-files.js';

const OWN = '/proc/thread-self/schedstat';

const SAMPLER = '/proc/self/task/12';

function rotationOf(isNeeded = true) {
  const files = new RecordedFiles({
    [OWN]: '1000000 0 1\n',
    [`${SAMPLER}/comm`]: 'v8:ProfEvntProc\n',
    [`${SAMPLER}/schedstat`]: '1000000 0 1\n',
  });
  const executions = new RecentExecutions();
  if (isNeeded) executions.began({ id: 1, start: performance.now() } as Execution);
  const segments = new SegmentStore(60_000);
  const sampling = { intervalMs: 10, take: () => [] };
  const profiles = sampling as unknown as ProfileCollector;
  const levelSwitch = { isCounting: false } as LevelSwitch;
  const log = { take: () => [], discard: () => undefined, mark: () => undefined } as unknown as ResumeLog;
  const readings = new ProcessorReadings(files, () => ({ user: 0, system: 0 }));
  const rotation = new SegmentRotation({ profiles, segments, executions, levelSwitch, retentionMs: 60_000 }, readings);
  rotation.begin();
  let delayed = 0;
  let turns = 1;
  /** A second passes, with this run delay, and this number of samples. */
  const pass = (delayedMs: number, samples = 100): void => {
    delayed += delayedMs;
    turns += samples;
    jest.advanceTimersByTime(1_000);
    files.texts[OWN] = `2000000 ${delayed * 1e6} 2\n`;
    files.texts[`${SAMPLER}/schedstat`] = `2000000 0 ${turns}\n`;
  };
  return { rotation, segments, sampling, log, pass };
}

describe('SegmentRotation', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('joins each segment with the use of the processor in it', () => {
    const { rotation, segments, log, pass } = rotationOf();
    const { start } = rotation;
    for (const delayedMs of [300, 0]) {
      pass(delayedMs);
      rotation.rotate(log);
    }
    expect(segments.between(start, rotation.start).map(({ use }) => use?.delayedMs)).toEqual([300, 0]);
  });

  it('has no use of time before a segment that is not kept', () => {
    const { rotation, segments, log, pass } = rotationOf(false);
    pass(900);
    rotation.rotate(log);
    expect(segments.between(0, Infinity)).toEqual([]);
    pass(100);
    expect(rotation.starvedShare({ start: rotation.start, end: rotation.start + 1_000 })).toBeCloseTo(0.1);
  });

  it('has the certain starved share of an execution, by the periods that it overlaps', () => {
    const { rotation, log, pass } = rotationOf();
    const { start } = rotation;
    pass(800);
    rotation.rotate(log);
    pass(0);
    rotation.rotate(log);
    pass(400);
    expect(rotation.starvedShare({ start, end: start + 1_000 })).toBeCloseTo(0.8);
    // The process may have had no processor in the half before it.
    expect(rotation.starvedShare({ start: start + 500, end: start + 1_500 })).toBeCloseTo(0.3);
    expect(rotation.starvedShare({ start: start + 850, end: start + 1_000 })).toBe(0);
    expect(rotation.starvedShare({ start: start + 2_000, end: start + 3_000 })).toBeCloseTo(0.4);
    expect(rotation.starvedShare({ start, end: start + 3_000 })).toBeCloseTo(0.4);
    expect(rotation.starvedShare({ start, end: start })).toBe(0);
  });

  it('counts a stop of the process', () => {
    const { rotation, log, pass } = rotationOf();
    const { start } = rotation;
    pass(0, 30);
    rotation.rotate(log);
    expect(rotation.starvedShare({ start, end: start + 1_000 })).toBeCloseTo(0.7);
  });

  it('finds no stop in earlier samples while sampling is paused', () => {
    const { rotation, sampling, log, pass } = rotationOf();
    const { start } = rotation;
    pass(0);
    rotation.rotate(log);
    sampling.intervalMs = 0;
    pass(0, 0);
    expect(rotation.starvedShare({ start, end: start + 2_000 })).toBeCloseTo(0);
  });
});
