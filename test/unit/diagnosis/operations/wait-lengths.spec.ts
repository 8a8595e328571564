import { describe, expect, it } from '@jest/globals';
import { WaitLengths } from '../../../../lib/diagnosis/operations/wait-lengths.js';

describe('the lengths of waits', () => {
  it('have quantiles that are off by less than 5 %', () => {
    const lengths = new WaitLengths(Array.from({ length: 1_000 }, (_, i) => 1 + i / 100));
    for (const [share, ms] of [
      [0.1, 2],
      [0.5, 6],
      [0.9, 10],
      [1, 11],
    ] as const)
      expect(Math.abs(lengths.quantile(share) / ms - 1)).toBeLessThan(0.05);
  });

  it('have no quantile without waits', () => {
    expect(new WaitLengths([]).quantile(0.5)).toBe(0);
    expect(new WaitLengths([]).exceptions()).toEqual({ count: 0, ms: 0 });
  });

  it('can be of any size', () => {
    const lengths = new WaitLengths([0, 1e-9, 1e12]);
    expect(lengths.quantile(0.1)).toBeLessThan(1e-3);
    expect(lengths.quantile(1)).toBe(1e12);
  });

  it('have exceptions: a tenth at most, of eight times the median and more', () => {
    const of = (...lengths: number[]) => new WaitLengths([...new Array<number>(18).fill(5), ...lengths]).exceptions();
    expect(of(5, 80)).toEqual({ count: 1, ms: 80 });
    expect(of(60, 80)).toEqual({ count: 2, ms: 140 });
    expect(of(60, 60, 80)).toEqual({ count: 0, ms: 0 });
    expect(of(5, 30)).toEqual({ count: 0, ms: 0 });
  });
});
