import { describe, expect, it } from '@jest/globals';
import type { WakeCause } from '../../../lib/recorder/recording.interface.js';
import { MAX_SLICES, SliceColumns } from '../../../lib/recorder/slice-columns.js';

const TIMER: WakeCause = { on: 'timer', label: 'setTimeout' };
const causes = { get: (number: number) => (number === 7 ? TIMER : undefined) };

describe('SliceColumns', () => {
  it('gives back what was added, as an array does', () => {
    const slices = new SliceColumns(causes);
    slices.add(1, 2, 0, 0);
    slices.add(3, 4.5, 1, 7);
    expect([...slices]).toEqual([
      { start: 1, end: 2, span: 0 },
      { start: 3, end: 4.5, span: 1, cause: TIMER },
    ]);
    expect([slices.length, slices.at(1)?.end, slices.at(2), slices.at(-1)]).toEqual([2, 4.5, undefined, undefined]);
  });

  it('joins what adjoins within a span', () => {
    const slices = new SliceColumns(causes);
    slices.add(1, 2, 3, 7);
    slices.add(2, 3, 3, 0);
    slices.add(3, 4, 4, 0);
    expect([...slices]).toEqual([
      { start: 1, end: 3, span: 3, cause: TIMER },
      { start: 3, end: 4, span: 4 },
    ]);
  });

  it('grows without loss up to its bound, and then only by what adjoins', () => {
    const slices = new SliceColumns(causes);
    for (let i = 0; i < MAX_SLICES + 10; i++) slices.add(2 * i, 2 * i + 1, i, 0);
    expect(slices.length).toBe(MAX_SLICES);
    const last = MAX_SLICES - 1;
    expect(slices.at(300)).toEqual({ start: 600, end: 601, span: 300 });
    slices.add(2 * last + 1, 2 * last + 5, 0, 0);
    expect(slices.at(last)).toEqual({ start: 2 * last, end: 2 * last + 5, span: last });
  });
});
