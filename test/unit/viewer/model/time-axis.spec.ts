import { describe, expect, it } from '@jest/globals';
import { placeOf, ticks, timeText } from '../../../../viewer/src/model/time-axis.js';

describe('the ticks of the time axis', () => {
  it.each([
    [1843, [0, 500, 1000, 1500]],
    [80, [0, 10, 20, 30, 40, 50, 60, 70]],
    [0, [0]],
  ])('for %d ms', (duration, expected) => {
    expect(ticks({ fromMs: 0, toMs: duration })).toEqual(expected);
  });

  it.each([0.3, 7, 999, 60_000, 86_400_000])('are at most nine for %d ms', duration => {
    expect(ticks({ fromMs: 0, toMs: duration }).length).toBeGreaterThan(2);
    expect(ticks({ fromMs: 0, toMs: duration }).length).toBeLessThanOrEqual(9);
  });

  it('are multiples of their step in a part of the axis', () => {
    expect(ticks({ fromMs: 1210, toMs: 1290 })).toEqual([1210, 1220, 1230, 1240, 1250, 1260, 1270, 1280]);
    expect(ticks({ fromMs: 0.31, toMs: 0.69 }).map(at => Number(at.toFixed(6)))).toEqual([
      0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65,
    ]);
  });
});

describe('a time on the axis', () => {
  it.each([
    [0, 500, '0'],
    [500, 500, '500 ms'],
    [1_500, 500, '1.5 s'],
    [2_000, 1_000, '2 s'],
    [12_340, 2, '12.340 s'],
    [12_342, 2, '12.342 s'],
    [0.35, 0.05, '0.35 ms'],
    [40, 20, '40 ms'],
  ])('%d ms, with ticks each %d ms, is %s', (ms, step, text) => {
    expect(timeText(ms, step)).toBe(text);
  });
});

describe('a place on a part of the axis', () => {
  it.each([
    [100, '0%'],
    [150, '25%'],
    [300, '100%'],
    [20, '0%'],
    [900, '100%'],
  ])('of %d ms is at %s', (ms, place) => {
    expect(placeOf(ms, { fromMs: 100, toMs: 300 })).toBe(place);
  });
});
