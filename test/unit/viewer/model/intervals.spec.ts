import { describe, expect, it } from '@jest/globals';
import { intervalAt, levelOf, loopIntervals, totalWithin } from '../../../../viewer/src/model/intervals.js';

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

describe('joined intervals', () => {
  const lane = loopIntervals([
    { type: 'own', startMs: 0, endMs: 10 },
    { type: 'own', startMs: 20, endMs: 22, joined: { count: 4, fromMs: 20, toMs: 40 } },
    { type: 'gc', startMs: 22, endMs: 27, joined: { count: 1, fromMs: 20, toMs: 40 } },
    { type: 'blocked', startMs: 50, endMs: 80, by: 'POST /export' },
  ]);

  it('lie one above another, as high as their share of the section', () => {
    expect([0, 1, 2].map(index => levelOf(lane, index))).toEqual([
      { bottom: 0, height: 1 },
      { bottom: 0, height: 0.1 },
      { bottom: 0.1, height: 0.25 },
    ]);
  });

  it.each([
    [38, 0.05, 'own code'],
    [38, 0.2, 'garbage collection'],
    [21, 0.9, 'garbage collection'],
    [45, 0.05, undefined],
    [60, 0.9, 'blocked by POST /export'],
  ])('are found at %d ms and level %d', (time, level, label) => {
    expect(lane.labels[intervalAt(lane, time, 0, level)]).toBe(label);
  });

  it('count with their own length', () => {
    expect(totalWithin(lane, { fromMs: 0, toMs: 1_000 })).toBe(10 + 2 + 5 + 30);
  });
});
