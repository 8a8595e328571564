import { describe, expect, it } from '@jest/globals';
import type { TimelineSpan } from '../../../../lib/model/report.interface.js';
import { layOutSpans } from '../../../../viewer/src/model/span-layout.js';

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
  it('are below their parents, ordered by start', () => {
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

  it('include spans whose parent is missing or follows them', () => {
    const layout = layOutSpans([timelineSpan('a', 1, 0), timelineSpan('b', 0, 1), timelineSpan('c', 99, 2)]);
    expect(layout.spans).toHaveLength(3);
  });
});
