import { describe, expect, it } from '@jest/globals';
import { diagnose } from '../../../lib/diagnosis/diagnose.js';
import { eventLoopBlocked } from '../../../lib/diagnosis/findings/event-loop-blocked.finding.js';
import type { Recording, StackNode } from '../../../lib/recorder/recording.interface.js';
import { buildReport } from '../../../lib/report/report-builder.js';
import { blockedIntervals } from '../../../lib/diagnosis/blockers/blocked-intervals.js';
import { countSteps } from '../../support/run-steps.js';
import { block, nodesOf, operation, partsOf, recordingOf, samplesOf, slice, spanOf, wake, WIRE } from './recordings.js';

const FILE = 'file:///app/src/a.ts';

/** Checks the documented limits, and that no time is lost. */
function expectCapped(recording: Recording): void {
  const { accounting, tree, timeline, findings } = diagnose(recording);
  expect(partsOf(accounting)).toBeCloseTo(recording.end - recording.start, 3);
  expect(tree.ms).toBeCloseTo(recording.end - recording.start, 3);
  expect(nodesOf(tree).length).toBeLessThanOrEqual(2_000);
  expect(accounting.waiting.length).toBeLessThanOrEqual(100);
  expect(timeline.spans.length).toBeLessThanOrEqual(500);
  expect(timeline.loop.length).toBeLessThanOrEqual(1_000);
  expect(timeline.waits.length).toBeLessThanOrEqual(1_000);
  expect(findings.length).toBeLessThanOrEqual(9);
}

describe('a diagnosis', () => {
  it('of 50 000 resumes with 1 000 causes stays within its limits', () => {
    const slices = Array.from({ length: 50_000 }, (_, i) =>
      slice(1_000 + i, 1_000.5 + i, 0, wake('network', `h${i % 1_000}`)),
    );
    expectCapped(recordingOf({ slices, end: 51_000 }));
  });

  it('of 50 000 resumes beside 1 200 operations on one connection stays within its caps', () => {
    const slices = Array.from({ length: 50_000 }, (_, i) =>
      slice(1_000 + i, 1_000.5 + i, 0, wake('network', `${WIRE} (TCP)`)),
    );
    const operations = Array.from({ length: 1_200 }, (_, i) =>
      operation(`GET a/${i % 700}`, 1_000 + i, i % 2 === 0 ? 51_000 : 1_040 + i * 40, { calls: i < 1_000 ? 1 : 9 }),
    );
    const recording = recordingOf({ slices, operations, end: 51_000 });
    expectCapped(recording);
    expect(diagnose(recording).operations.length).toBeLessThanOrEqual(200);
  });

  it('of 10 000 spans, siblings or nested, stays within its limits', () => {
    for (const parentOf of [(i: number) => i >> 3, (i: number) => i - 1]) {
      const spans = [spanOf('GET /orders', -1, 1_000, 11_000, { kind: 'execution' })];
      for (let i = 1; i < 10_000; i++) spans.push(spanOf(`S${i}`, parentOf(i), 1_000 + i / 2, 11_000 - i / 2));
      const slices = Array.from({ length: 10_000 }, (_, i) => slice(1_000 + i, 1_000.5 + i, i));
      expectCapped(recordingOf({ spans, slices, end: 11_000 }));
    }
  });

  it('of stacks with 10 000 frames, of one function or of 10 000, does not overflow the call stack', () => {
    for (const line of [() => 1, (i: number) => i]) {
      const frames = Array.from({ length: 10_000 }, (_, i): StackNode => {
        return { parent: i - 1, name: `f${line(i)}`, url: FILE, line: line(i), column: 1 };
      });
      const recording = recordingOf({ frames, slices: [slice(1_000, 2_000)], samples: samplesOf([[9_999, 3]]) });
      expectCapped(recording);
      expect(diagnose(recording).verdict.kind).toBe('cpu');
    }
  });

  it('of 20 000 functions stays within its limits', () => {
    const frames = Array.from({ length: 20_000 }, (_, i): StackNode => {
      return { parent: i < 10 ? -1 : i % 10, name: i % 2 === 0 ? `f${i}` : '', url: `${FILE}${i}`, line: i, column: 1 };
    });
    const samples = samplesOf(frames.map((_, i) => [i, 1] as const));
    expectCapped(recordingOf({ frames, samples, slices: [slice(1_000, 2_000)] }));
  });

  it('of thousands of blockers reads each block a constant number of times', () => {
    const blocks = Array.from({ length: 5_000 }, (_, i) => block(1_000 + i * 20, 1_020 + i * 20, `POST /${i}`, [0]));
    const recording = recordingOf({ blocks, end: 101_000, frames: [] });
    expectCapped(recording);
    let reads = 0;
    const ledger = Array.from({ length: 5_000 }, (_, ref) => ({
      type: 2 as const,
      group: 0,
      get ref() {
        reads += 1;
        return ref;
      },
      ms: 1,
      count: 1,
      each: [],
      last: 0,
    }));
    const blockers = blocks.map(({ owner }) => ({ name: owner?.name ?? '', stacks: [] }));
    const evidence = { ledger, phases: { blockers }, frames: {} } as unknown as Parameters<
      typeof eventLoopBlocked.find
    >[0];
    countSteps(eventLoopBlocked.find(evidence));
    expect(reads).toBeLessThanOrEqual(3 * 5_000);
  });

  it('can be paused while the report is built, and while the slices are searched', () => {
    const spans = [spanOf('GET /orders', -1, 1_000, 2_000, { kind: 'execution' })];
    for (let i = 1; i < 3_000; i++) spans.push(spanOf(`S${i}`, i >> 2, 1_000, 2_000));
    const slices = Array.from({ length: 60_000 }, (_, i) => slice(1_000 + i / 60, 1_000.01 + i / 60, i % 3_000));
    const recording = recordingOf({ spans, slices });
    const execution = { id: 1, kind: 'http', name: 'GET /orders', start: 1_000, durationMs: 1_000 } as const;
    const diagnosis = diagnose(recording);
    const building = buildReport({
      id: 'r',
      execution: { ...execution, thresholdMs: 1, outcome: 'ok', handler: undefined },
      startedAt: new Date(0),
      diagnosis,
      recording,
      runtime: { node: '', nest: '', pid: 1, host: '', platform: '' },
      overhead: 0,
    });
    expect(countSteps(building)).toBeGreaterThan(5);
    expect(countSteps(blockedIntervals(execution, recording, diagnosis.verdict))).toBeGreaterThan(5);
  });
});
