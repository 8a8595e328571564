import { describe, expect, it } from '@jest/globals';
import {
  NO_PROCESSOR,
  blockedIntervals,
  type BlockedInterval,
} from '../../../../lib/diagnosis/blockers/blocked-intervals.js';
import type { Verdict } from '../../../../lib/model/report.interface.js';
import type { Block, Recording, Slice } from '../../../../lib/recorder/recording.interface.js';

const EXECUTION = { id: 3, kind: 'http', name: 'GET /orders' } as const;
const EXPORT = { id: 7, kind: 'http', name: 'POST /export' } as const;

function verdictOf(part: Partial<Verdict> = {}): Verdict {
  return { kind: 'event-loop-blocked', headline: '', subject: '', ms: 0, share: 0, ...part };
}

function find(
  {
    slices = [],
    blocks = [],
    starved = [],
  }: { slices?: readonly Slice[]; blocks?: readonly Block[]; starved?: Recording['starved'] },
  verdict = verdictOf(),
): readonly BlockedInterval[] {
  const recording = { slices, blocks, starved } as Pick<Recording, 'slices' | 'blocks' | 'starved'>;
  const steps = blockedIntervals(EXECUTION, recording, verdict);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

describe('blockedIntervals', () => {
  it('merges consecutive slices of the execution, and leaves out what is shorter than 20 ms', () => {
    const slices = [
      { start: 0, end: 10, span: 0 },
      { start: 10, end: 20, span: 1 },
      { start: 30, end: 49.9, span: 0 },
    ];
    expect(find({ slices })).toEqual([{ start: 0, end: 20, by: EXECUTION }]);
  });

  it('lists the blocks of other executions, longest first', () => {
    const blocks = [
      { start: 0, end: 30, owner: EXPORT, stacks: [] },
      { start: 40, end: 140, owner: EXPORT, stacks: [] },
      { start: 150, end: 169, owner: EXPORT, stacks: [] },
    ];
    expect(find({ blocks })).toEqual([
      { start: 40, end: 140, by: EXPORT },
      { start: 0, end: 30, by: EXPORT },
    ]);
  });

  it('identifies code outside any execution by the function in the verdict', () => {
    const blocks = [{ start: 0, end: 100, stacks: [] }];
    const name = 'code outside any watched execution';
    const named = verdictOf({ culprit: { name, function: 'rotateLogs' } });
    expect(find({ blocks }, named)[0]?.by).toEqual({ id: 0, kind: 'function', name: `${name}: rotateLogs` });
    expect(find({ blocks })[0]?.by).toEqual({ id: 0, kind: 'function', name });
    expect(find({ blocks }, verdictOf({ ...named, kind: 'cpu' }))[0]?.by.name).toBe(name);
  });

  it('lists 100 at most', () => {
    const blocks = Array.from({ length: 150 }, (_, i) => ({
      start: i * 1_000,
      end: i * 1_000 + 20 + i,
      owner: EXPORT,
      stacks: [],
    }));
    const found = find({ blocks });
    expect(found).toHaveLength(100);
    expect(found.at(-1)).toMatchObject({ start: 50_000, end: 50_070 });
  });

  it('leaves out the time in which the process had no processor: nobody held the loop then', () => {
    const starved = [
      { start: 10, end: 90, by: 'stop' as const },
      { start: 300, end: 390, by: 'limit' as const },
    ];
    const slices = [{ start: 0, end: 100, span: 0 }];
    const blocks = [{ start: 200, end: 400, owner: EXPORT, stacks: [] }];
    expect(find({ slices, blocks, starved })).toEqual([
      { start: 200, end: 300, by: EXPORT },
      { start: 300, end: 390, by: NO_PROCESSOR },
      { start: 10, end: 90, by: NO_PROCESSOR },
    ]);
  });
});
