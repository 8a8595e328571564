import { describe, expect, it } from '@jest/globals';
import type { CpuProfile } from '../../../../lib/recorder/sampling/cpu-profile.interface.js';
import { MAX_FRAMES, SampleReader } from '../../../../lib/recorder/cutting/sample-reader.js';
import { countSteps, runSteps } from '../../../support/run-steps.js';
import { block, slice } from '../../diagnosis/recordings.js';

const open = (start: number, end: number) => ({ ...block(start, end), owner: undefined, stacks: [] as number[] });

/** A chain of functions, or a tree by `parentOf`, with a sample each millisecond. */
function profileOf(
  names: readonly string[],
  samples: readonly number[],
  startMs = 0,
  parentOf: (index: number) => number = index => index - 1,
): CpuProfile {
  const children = names.map((): number[] => []);
  for (let i = 1; i < names.length; i++) children[parentOf(i)]?.push(i + 1);
  const nodes = names.map((functionName, i) => ({
    id: i + 1,
    callFrame: { functionName, scriptId: '1', url: 'file:///a.ts', lineNumber: i, columnNumber: 0 },
    children: children[i] ?? [],
  }));
  return {
    nodes,
    startTime: startMs * 1_000,
    endTime: 0,
    samples,
    timeDeltas: samples.map((_, i) => (i === 0 ? 0 : 1_000)),
  };
}

describe('SampleReader', () => {
  it('assigns each sample to its slice or block, and drops others', () => {
    const blocks = [open(102, 104)];
    const reader = new SampleReader([slice(100, 101, 3), slice(105, 106, 7)], blocks, 100);
    runSteps(reader.read(profileOf(['(root)', 'a', 'b'], [3, 2, 3, 3, 3, 2, 3])));
    expect(reader.samples).toEqual([
      { at: 100, span: 3, stack: 1 },
      { at: 105, span: 7, stack: 0 },
    ]);
    expect(blocks[0]?.stacks).toEqual([1, 1]);
    expect(reader.frames.map(({ parent, name, line }) => [parent, name, line])).toEqual([
      [-1, 'a', 2],
      [0, 'b', 3],
    ]);
  });

  it('joins a function of two profiles by its place and its callers', () => {
    const reader = new SampleReader([slice(0, 100)], [], 0);
    runSteps(reader.read(profileOf(['(root)', 'a', 'b'], [3], 0)));
    runSteps(reader.read(profileOf(['(root)', 'a', 'b'], [3, 2], 50)));
    expect(reader.samples.map(({ stack }) => stack)).toEqual([1, 1, 0]);
    expect(reader.frames).toHaveLength(2);
  });

  it.each(['(root)', '(idle)', '(garbage collector)'])('has no frame for %s', name => {
    const reader = new SampleReader([slice(0, 100)], [], 0);
    runSteps(reader.read(profileOf([name], [1, 1])));
    expect([reader.samples, reader.frames]).toEqual([[], []]);
  });

  it('skips a profile without samples or nodes, and samples without a node', () => {
    const reader = new SampleReader([slice(0, 100)], [], 0);
    runSteps(reader.read({ nodes: [], startTime: 0, endTime: 0 }));
    runSteps(reader.read(profileOf(['(root)', 'a'], [])));
    runSteps(reader.read(profileOf(['(root)', 'a'], [99, 0])));
    expect([reader.samples, reader.frames]).toEqual([[], []]);
  });

  it('places no sample of a profile that ended before the execution started', () => {
    const reader = new SampleReader([slice(500, 600)], [open(610, 640)], 0);
    runSteps(reader.read(profileOf(['(root)', 'a'], [2, 2, 2], 10)));
    expect(reader.samples).toEqual([]);
  });

  it('keeps a bounded number of frames, and counts samples of further ones for their callers', () => {
    const names = Array.from({ length: MAX_FRAMES + 500 }, (_, i) => (i === 0 ? '(root)' : `f${i}`));
    const reader = new SampleReader([slice(0, 1e9)], [], 0);
    const all = names.map((_, i) => i + 1);
    runSteps(reader.read(profileOf(names, all, 0, i => (i === 1 ? 0 : 1))));
    expect(reader.frames).toHaveLength(MAX_FRAMES);
    expect(reader.samples).toHaveLength(names.length - 1);
    expect(reader.samples.at(-1)?.stack).toBe(0);
  });

  it('marks a function whose own samples are on lines of inlined functions', () => {
    const profile = profileOf(['(root)', 'a', 'b', 'c'], [2, 3, 4]);
    const ticks = [
      undefined,
      [{ line: 1, ticks: 3 }],
      [
        { line: 3, ticks: 2 },
        { line: 2, ticks: 2 },
      ],
      [{ line: 9, ticks: 5 }],
    ];
    const nodes = profile.nodes.map((node, i) => ({ ...node, ...(ticks[i] && { positionTicks: ticks[i] }) }));
    const reader = new SampleReader([slice(0, 100)], [], 0);
    runSteps(reader.read({ ...profile, nodes }));
    reader.finish();
    expect(reader.frames.map(({ name, hasInlined }) => [name, hasInlined])).toEqual([
      ['a', true],
      ['b', undefined],
      ['c', undefined],
    ]);
  });

  it('reads a stack of 20 000 frames, and can be interrupted meanwhile', () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `f${i}`);
    const reader = new SampleReader([slice(0, 1e9)], [], 0);
    expect(countSteps(reader.read(profileOf(names, [20_000, 1])))).toBeGreaterThan(10);
    expect(reader.samples.map(({ stack }) => stack)).toEqual([19_999, 0]);
    for (const [index, { parent }] of reader.frames.entries()) if (parent !== index - 1) throw new Error(`${index}`);
  });
});
