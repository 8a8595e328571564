import { describe, expect, it } from '@jest/globals';
import { separate } from '../../../../lib/diagnosis/findings/repetitions.js';
import type { CountedWaits } from '../../../../lib/diagnosis/operations/count-waits.js';

function counted(each: readonly number[], more: Partial<CountedWaits> = {}): CountedWaits {
  const ms = each.reduce((sum, length) => sum + length, 0);
  return { group: 1, ms, count: each.length, of: 'calls', concurrency: 1, each, ...more };
}

const times = (count: number, ms: number): number[] => new Array<number>(count).fill(ms);

describe('repetitions', () => {
  it('begin with ten calls', () => {
    expect(separate([counted(times(9, 20))])).toMatchObject({ repeated: [], single: [{ count: 9 }] });
    expect(separate([counted(times(10, 20))])).toMatchObject({ repeated: [{ count: 10, longer: 0 }], single: [] });
  });

  it('count a few much longer calls, and charge their time apart', () => {
    const { repeated, single } = separate([counted([...times(20, 5), 80, ...times(38, 5), 80])]);
    expect(repeated).toMatchObject([{ count: 60, longer: 2 }]);
    expect(repeated[0]?.ms).toBeCloseTo(290, 6);
    expect(single).toMatchObject([{ count: 2, ms: 160 }]);
  });

  it('include the call that opened the connection', () => {
    const { repeated, single } = separate([counted([300, ...times(239, 4)])]);
    expect(repeated).toMatchObject([{ count: 240, ms: 956, longer: 1 }]);
    expect(single).toMatchObject([{ count: 1, ms: 300 }]);
  });

  it('include longer calls that are many, and state the limits of their lengths', () => {
    const { repeated, single } = separate([counted([...times(10, 25), ...times(30, 1.5)])]);
    expect(repeated).toMatchObject([{ count: 40, ms: 295, longer: 0 }]);
    expect(repeated[0]?.usualMs).toHaveLength(2);
    expect(repeated[0]?.usualMs[0]).toBeCloseTo(1.5, 6);
    expect(repeated[0]?.usualMs[1]).toBeCloseTo(25, 6);
    expect(single).toEqual([]);
  });

  it('have one usual length when the waits are alike', () => {
    const { repeated } = separate([counted(Array.from({ length: 48 }, (_, i) => 29 + (i % 5)))]);
    expect(repeated[0]?.usualMs).toHaveLength(1);
    expect(repeated[0]?.usualMs[0]).toBeCloseTo(31, 0);
  });

  it('keep all the time of calls at the same time: the first wait is the longest', () => {
    const { repeated, single } = separate([counted([300, ...times(39, 0.2)], { concurrency: 10 })]);
    expect(repeated).toMatchObject([{ count: 40, longer: 0, concurrency: 10 }]);
    expect(repeated[0]?.ms).toBeCloseTo(307.8, 6);
    expect(single).toEqual([]);
  });

  it('can be 100 000', () => {
    expect(separate([counted(times(100_000, 0.4))]).repeated).toMatchObject([{ count: 100_000 }]);
  });
});
