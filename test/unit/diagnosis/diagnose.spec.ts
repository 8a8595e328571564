import { describe, expect, it } from '@jest/globals';
import { diagnose, diagnosing } from '../../../lib/diagnosis/diagnose.js';
import type {
  Block,
  Interval,
  RecordedSpan,
  Recording,
  Slice,
  WakeCause,
} from '../../../lib/recorder/recording.interface.js';
import { countSteps } from '../../support/run-steps.js';
import { block, nodesOf, operation, partsOf, randomOf, recordingOf, slice, spanOf, wake } from './recordings.js';

const KINDS: (WakeCause['on'] | undefined)[] = [
  'client',
  'database',
  'http',
  'timer',
  'pool',
  'other',
  'fs',
  undefined,
];

function inSteps(recording: Recording): { result: unknown; steps: number } {
  const work = diagnosing(recording);
  let step = work.next();
  let steps = 1;
  for (; step.done !== true; steps++) step = work.next();
  return { result: step.value, steps };
}

/** A random recording. Some values are out of order, or refer to nothing, as the recorder should never cut them. */
function randomRecording(random: () => number): Recording {
  const [start, end] = [500 + random() * 100, 700 + random() * 1_000];
  const time = () => start - 20 + random() * (end - start + 40);
  const intervals = (count: number, length: number): Interval[] =>
    Array.from({ length: Math.floor(random() * count) }, time)
      .sort((a, b) => a - b)
      .map(at => ({ start: at, end: at + random() * length }));
  const spans: RecordedSpan[] = [spanOf('GET /orders', -1, start, end, { kind: 'execution' })];
  for (let i = 1; i < random() * 12; i++) {
    const at = time();
    spans.push(spanOf(`S${i % 4}`, Math.floor(random() * i), at, Math.min(end, at + random() * 300)));
  }
  const anySpan = () => Math.floor(random() * spans.length);
  const slices = intervals(40, 30).map<Slice>(({ start: from, end: to }) => {
    const kind = KINDS[Math.floor(random() * KINDS.length)];
    return slice(from, to, anySpan(), kind && wake(kind, `l${Math.floor(random() * 3)}`));
  });
  const blocks = intervals(6, 80).map<Block>(({ start: from, end: to }) =>
    block(from, to, random() < 0.3 ? undefined : `B${anySpan()}`, [3]),
  );
  const frames = Array.from({ length: 30 }, (_, i) => ({
    parent: i === 0 ? -1 : Math.floor(random() * i),
    name: `f${i % 9}`,
    url: ['', 'node:fs', '/app/a.js', '/app/node_modules/x/i.js'][i % 4] ?? '',
    line: i % 9,
    column: 1,
  }));
  const samples = Array.from({ length: Math.floor(random() * 60) }, () => ({
    at: time(),
    span: anySpan(),
    stack: Math.floor(random() * 30),
  }));
  const operations = intervals(random() < 0.3 ? 0 : 20, 60).map(({ start: from, end: to }) =>
    operation(`GET l${Math.floor(random() * 3)}`, from, to, {
      span: anySpan(),
      ended: random() < 0.8,
      calls: random() < 0.1 ? 7 : 1,
      answeredAt: random() < 0.5 ? from + (to - from) * random() : undefined,
      wire: [`l${Math.floor(random() * 3)}`, undefined][Math.floor(random() * 2)],
    }),
  );
  return recordingOf({
    start,
    end,
    spans,
    operations,
    slices,
    blocks,
    frames,
    samples,
    gcPauses: intervals(10, 15),
    awaitsInput: random() < 0.5,
    ...(random() < 0.5 && { inputReceivedAt: time() }),
    ...(random() < 0.5 && { outputHandedOverAt: time() }),
  });
}

describe('diagnose', () => {
  it('accounts for every millisecond once, in the accounting, in the tree and in the timeline', () => {
    const random = randomOf(42);
    for (let round = 0; round < 250; round++) {
      const recording = randomRecording(random);
      const { accounting, tree, timeline, verdict, findings } = diagnose(recording);
      const duration = recording.end - recording.start;
      expect(accounting.durationMs).toBe(duration);
      expect(Math.abs(partsOf(accounting) - duration)).toBeLessThan(1e-6);
      expect(Math.abs(tree.ms - duration)).toBeLessThan(1e-6);
      const wrong = nodesOf(tree).filter(
        ({ ms, selfMs, children }) =>
          ms < 0 || Math.abs(ms - selfMs - children.reduce((sum, child) => sum + child.ms, 0)) > 1e-6,
      );
      expect(wrong).toEqual([]);
      const drawn = [...timeline.loop, ...timeline.waits].reduce((sum, entry) => sum + entry.endMs - entry.startMs, 0);
      expect(Math.abs(drawn - duration)).toBeLessThan(1e-6);
      const explained = [verdict, ...findings].reduce((sum, { ms }) => sum + ms, 0);
      expect(explained).toBeLessThanOrEqual(duration + 1e-6);
      for (const finding of findings) expect(finding.ms).toBeLessThanOrEqual(verdict.ms);
    }
  });

  it('does not change the recording', () => {
    const recording = randomRecording(randomOf(7));
    const before = structuredClone(recording);
    diagnose(recording);
    expect(recording).toEqual(before);
  });

  it('finds the same in steps as at once', () => {
    const random = randomOf(3);
    for (let round = 0; round < 20; round++) {
      const recording = randomRecording(random);
      const { result, steps } = inSteps(recording);
      expect(result).toEqual(diagnose(recording));
      expect(steps).toBeGreaterThan(5);
    }
  });

  it('takes more steps for a larger recording', () => {
    const stepsFor = (count: number) => {
      const slices = Array.from({ length: count }, (_, i) =>
        slice(1_000 + i, 1_000.5 + i, 0, wake('network', `h${i % 50}`)),
      );
      return countSteps(diagnosing(recordingOf({ slices, end: 1_000 + count })));
    };
    expect(stepsFor(5_000) - stepsFor(10)).toBeGreaterThan(5_000);
  });

  it('survives references to missing spans and frames', () => {
    const { accounting, tree } = diagnose(
      recordingOf({
        spans: [],
        slices: [slice(1_000, 1_500, 9), slice(1_700, 2_000, -3, wake('fs'))],
        samples: [{ at: 1_001, span: 77, stack: 99 }],
        frames: [{ parent: 5, name: 'x', url: '', line: 0, column: 0 }],
      }),
    );
    expect(partsOf(accounting)).toBeCloseTo(1_000);
    expect(tree).toMatchObject({ name: 'GET /orders', ms: 1_000 });
  });
});
