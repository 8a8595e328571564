import { describe, expect, it } from '@jest/globals';
import {
  isWhole,
  lengthOf,
  moved,
  overlapOf,
  rangeBetween,
  scaled,
  wholeRange,
} from '../../../../viewer/src/model/range.js';

describe('a part of an axis', () => {
  it('lies between two places in any order, within the axis', () => {
    expect(rangeBetween(30, 10, 100)).toEqual({ fromMs: 10, toMs: 30 });
    expect(rangeBetween(-20, 30, 100)).toEqual({ fromMs: 0, toMs: 50 });
    expect(rangeBetween(90, 130, 100)).toEqual({ fromMs: 60, toMs: 100 });
  });

  it('is never empty, and never longer than the axis', () => {
    expect(lengthOf(rangeBetween(40, 40, 100))).toBeCloseTo(0.001, 9);
    expect(lengthOf(rangeBetween(100, 100, 100))).toBeCloseTo(0.001, 9);
    expect(isWhole(rangeBetween(-500, 500, 100), 100)).toBe(true);
    expect(rangeBetween(0, 0, 0)).toEqual({ fromMs: 0, toMs: 0 });
  });

  it.each([
    [0, { fromMs: 20, toMs: 40 }],
    [0.5, { fromMs: 30, toMs: 50 }],
    [1, { fromMs: 40, toMs: 60 }],
  ])('is halved around its place %d', (at, expected) => {
    expect(scaled({ fromMs: 20, toMs: 60 }, 100, 0.5, at)).toEqual(expected);
  });

  it('is the whole axis when it is made longer and longer', () => {
    let range = scaled(wholeRange(100), 100, 0.01, 0.9);
    for (let turn = 0; turn < 20; turn += 1) range = scaled(range, 100, 1.5, 0.1);
    expect(isWhole(range, 100)).toBe(true);
  });

  it('stops at the ends of the axis', () => {
    expect(moved({ fromMs: 20, toMs: 60 }, 100, 30)).toEqual({ fromMs: 50, toMs: 90 });
    expect(moved({ fromMs: 20, toMs: 60 }, 100, 300)).toEqual({ fromMs: 60, toMs: 100 });
    expect(moved({ fromMs: 20, toMs: 60 }, 100, -300)).toEqual({ fromMs: 0, toMs: 40 });
  });

  it.each([
    [{ fromMs: 0, toMs: 10 }, 0],
    [{ fromMs: 0, toMs: 30 }, 10],
    [{ fromMs: 30, toMs: 35 }, 5],
    [{ fromMs: 50, toMs: 90 }, 10],
    [{ fromMs: 60, toMs: 90 }, 0],
  ])('has a length in common with %j: %d', (other, common) => {
    expect(overlapOf({ fromMs: 20, toMs: 60 }, other)).toBe(common);
  });
});
