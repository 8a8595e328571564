import { describe, expect, it } from '@jest/globals';
import { intervalAt, loopIntervals } from '../../../../viewer/src/model/intervals.js';

describe('the interval at a time', () => {
  const lane = loopIntervals([
    { type: 'own', startMs: 0, endMs: 10 },
    { type: 'blocked', startMs: 20, endMs: 30, by: 'POST /export' },
  ]);

  it.each([
    [5, 0, 'own code'],
    [20, 0, 'blocked by POST /export'],
    [30, 0, 'blocked by POST /export'],
    [32, 3, 'blocked by POST /export'],
    [18, 3, 'blocked by POST /export'],
    [15, 3, undefined],
    [99, 3, undefined],
  ])('at %d ms, give or take %d', (time, tolerance, label) => {
    expect(lane.labels[intervalAt(lane, time, tolerance)]).toBe(label);
  });
});
