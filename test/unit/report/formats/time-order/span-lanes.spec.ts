import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { TimelineSpan } from '../../../../../lib/model/report.interface.js';
import { type LaneSpan, spanLanes } from '../../../../../lib/report/formats/time-order/span-lanes.js';
import { capSizeReport } from '../../../../fixtures/reports/cap-size.report.js';
import { parallelReport } from '../../../../fixtures/reports/parallel.report.js';
import { countSteps, runSteps } from '../../../../support/run-steps.js';

function spanOf(parent: number, startMs: number, endMs: number): TimelineSpan {
  return { name: 'a', kind: 'provider', parent, startMs, endMs, count: 1, totalMs: endMs - startMs, failed: false };
}

function indicesOf(spans: readonly TimelineSpan[]): number[][] {
  return runSteps(spanLanes(spans)).map(lane => lane.map(({ index }) => index));
}

/** Each span of a lane lies beside or within the ones before it. */
function isNested(lane: readonly LaneSpan[]): boolean {
  const open: LaneSpan[] = [];
  return lane.every(span => {
    while ((open.at(-1)?.end ?? Infinity) <= span.start) open.pop();
    const around = open.at(-1);
    open.push(span);
    return around === undefined || (around.start <= span.start && around.end >= span.end);
  });
}

describe('spanLanes', () => {
  it('has a lane for each call of a Promise.all()', () => {
    expect(indicesOf(parallelReport().timeline.spans)).toEqual([[0, 1, 2], [3], [4]]);
  });

  it('keeps one lane for calls one after another, and a child with its parent', () => {
    const spans = [spanOf(-1, 0, 100), spanOf(0, 0, 50), spanOf(1, 0, 20), spanOf(1, 20, 50), spanOf(0, 50, 100)];
    expect(indicesOf(spans)).toEqual([[0, 1, 2, 3, 4]]);
  });

  it('does not show a span within one that did not call it', () => {
    const spans = [spanOf(-1, 0, 100), spanOf(0, 0, 60), spanOf(0, 10, 20), spanOf(2, 12, 18)];
    expect(indicesOf(spans)).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it('has no lanes without spans', () => {
    expect(indicesOf([])).toEqual([]);
  });

  it('has every span once, in lanes whose spans nest, for any spans', () => {
    const time = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: -1, max: 20 }), time, time), { maxLength: 40 }), rows => {
        const spans = rows.map(([parent, startMs, ms], index) =>
          spanOf(Math.min(parent, index - 1), startMs, startMs + ms),
        );
        const lanes = runSteps(spanLanes(spans));
        expect(
          lanes
            .flat()
            .map(({ index }) => index)
            .sort((a, b) => a - b),
        ).toEqual([...spans.keys()]);
        for (const lane of lanes) expect(isNested(lane)).toBe(true);
      }),
    );
  });

  it('yields', () => {
    expect(countSteps(spanLanes(capSizeReport().timeline.spans))).toBeGreaterThan(100);
  });
});
