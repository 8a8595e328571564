import { describe, expect, it } from '@jest/globals';
import { ticks } from '../../../../viewer/src/model/time-axis.js';

describe('the ticks of the time axis', () => {
  it.each([
    [1843, [0, 500, 1000, 1500]],
    [80, [0, 10, 20, 30, 40, 50, 60, 70]],
    [0, [0]],
  ])('for %d ms', (duration, expected) => {
    expect(ticks(duration)).toEqual(expected);
  });

  it.each([0.3, 7, 999, 60_000, 86_400_000])('are at most nine for %d ms', duration => {
    expect(ticks(duration).length).toBeGreaterThan(2);
    expect(ticks(duration).length).toBeLessThanOrEqual(9);
  });
});
