import { describe, expect, it } from '@jest/globals';
import type { TimelineSpan } from '../../../lib/model/report.interface.js';
import { intervalAt, loopIntervals } from '../../../viewer/src/timeline/intervals.js';
import { layOutSpans } from '../../../viewer/src/timeline/span-layout.js';
import { ticks } from '../../../viewer/src/timeline/time-axis.js';

function timelineSpan(name: string, parent: number, startMs: number): TimelineSpan {
  return {
    name,
    parent,
    startMs,
    endMs: startMs + 1,
    kind: 'provider',
    count: 1,
    totalMs: 1,
    failed: false,
  };
}

describe('the rows of the waterfall', () => {
  it('stand below their parent, in the order in which they began', () => {
    const layout = layOutSpans([
      timelineSpan('root', -1, 0),
      timelineSpan('late', 0, 5),
      timelineSpan('early', 0, 1),
      timelineSpan('inside late', 1, 6),
    ]);
    expect(layout.spans.map((span, row) => `${layout.depth[row]} ${span.name}`)).toEqual([
      '0 root',
      '1 early',
      '1 late',
      '2 inside late',
    ]);
  });

  it('lose no span whose parent is not there, or comes later', () => {
    const layout = layOutSpans([timelineSpan('a', 1, 0), timelineSpan('b', 0, 1), timelineSpan('c', 99, 2)]);
    expect(layout.spans).toHaveLength(3);
  });
});

describe('the stretch at a time', () => {
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
