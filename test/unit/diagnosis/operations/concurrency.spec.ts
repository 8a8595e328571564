import { describe, expect, it } from '@jest/globals';
import { concurrencyOf, markBeside, type Timed } from '../../../../lib/diagnosis/operations/concurrency.js';

const call = (start: number, end: number): Timed => ({ start, end, calls: 1, totalMs: end - start });

describe('calls that ran beside others', () => {
  it('are not those that begin where another one ends, or a little before', () => {
    expect([...markBeside([call(0, 100), call(100, 200), call(190, 300)])]).toEqual([0, 0, 0]);
  });

  it('are all that overlap, in any order', () => {
    expect([...markBeside([call(300, 310), call(50, 150), call(0, 100), call(400, 410)])]).toEqual([0, 1, 1, 0]);
  });

  it('are short calls during a long one', () => {
    expect([...markBeside([call(0, 100), call(90, 95), call(200, 210)])]).toEqual([0, 1, 0]);
    expect([...markBeside([call(0, 100), call(10, 40), call(50, 80)])]).toEqual([1, 1, 1]);
  });

  it('are the calls of a sum whose durations add up to more than the time in which they ran', () => {
    expect([...markBeside([{ start: 0, end: 100, calls: 20, totalMs: 900 }])]).toEqual([1]);
    expect([...markBeside([{ start: 0, end: 100, calls: 20, totalMs: 95 }, call(10, 15)])]).toEqual([0, 0]);
  });

  it('are none of an empty list, and not calls without duration', () => {
    expect([...markBeside([])]).toEqual([]);
    expect([...markBeside([call(5, 5), call(5, 5)])]).toEqual([0, 0]);
  });
});

describe('the concurrency', () => {
  it('is the most at the same time', () => {
    expect(concurrencyOf([call(0, 10), call(5, 15), call(10, 20), call(12, 13)])).toBe(3);
    expect(concurrencyOf([])).toBe(1);
  });
});
