import { describe, expect, it } from '@jest/globals';
import { loopIntervals, waitIntervals } from '../../../../viewer/src/model/intervals.js';
import { rangeFigures } from '../../../../viewer/src/model/range-figures.js';

const lanes = [
  loopIntervals([
    { type: 'own', startMs: 0, endMs: 20 },
    { type: 'blocked', startMs: 50, endMs: 70, by: 'POST /export' },
    // Ten intervals of 1 ms each, somewhere between 80 and 100.
    { type: 'own', startMs: 80, endMs: 90, joined: { count: 10, fromMs: 80, toMs: 100 } },
  ]),
  waitIntervals([
    { on: 'database', label: 'db:5432', startMs: 20, endMs: 50 },
    { on: 'timer', label: '', startMs: 70, endMs: 80 },
    { on: 'timer', label: '', startMs: 90, endMs: 100, joined: { count: 10, fromMs: 80, toMs: 100 } },
  ]),
];

describe('the figures of a part of the time', () => {
  it('add up to its length, by kind and label, longest first', () => {
    expect(rangeFigures(lanes, { fromMs: 10, toMs: 75 })).toEqual([
      { tone: 'database', label: 'database: db:5432', ms: 30 },
      { tone: 'blocked', label: 'blocked by POST /export', ms: 20 },
      { tone: 'own', label: 'own code', ms: 10 },
      { tone: 'timer', label: 'timer', ms: 5 },
    ]);
  });

  it('take joined intervals to lie evenly in their section', () => {
    expect(rangeFigures(lanes, { fromMs: 80, toMs: 90 })).toEqual([
      { tone: 'own', label: 'own code', ms: 5 },
      { tone: 'timer', label: 'timer', ms: 5 },
    ]);
  });

  it('are none without intervals', () => {
    expect(rangeFigures([], { fromMs: 0, toMs: 10 })).toEqual([]);
  });
});
