import { describe, expect, it } from '@jest/globals';
import type { TimelineSpan } from '../../../../lib/model/report.interface.js';
import { layOutSpans } from '../../../../viewer/src/model/span-layout.js';

function timelineSpan(name: string, parent: number, startMs: number, more: Partial<TimelineSpan> = {}): TimelineSpan {
  return {
    name,
    parent,
    startMs,
    endMs: startMs + 1,
    kind: 'provider',
    count: 1,
    totalMs: 1,
    failed: false,
    ...more,
  };
}

function drawn(spans: readonly TimelineSpan[]): string[] {
  return layOutSpans(spans).map(({ depth, name, calls, bars }) => `${depth} ${name} ${calls}/${bars.length}`);
}

describe('the rows of the waterfall', () => {
  it('are below their parents, ordered by start', () => {
    const spans = [
      timelineSpan('root', -1, 0),
      timelineSpan('late', 0, 5),
      timelineSpan('early', 0, 1),
      timelineSpan('inside late', 1, 6),
    ];
    expect(drawn(spans)).toEqual(['0 root 1/1', '1 early 1/1', '1 late 1/1', '2 inside late 1/1']);
  });

  it('include spans whose parent is missing or follows them', () => {
    expect(drawn([timelineSpan('a', 1, 0), timelineSpan('b', 0, 1), timelineSpan('c', 99, 2)])).toHaveLength(3);
  });

  it('are one for many calls of one span, and for the calls below them', () => {
    const spans = [timelineSpan('root', -1, 0, { endMs: 900 })];
    for (let i = 0; i < 254; i++) {
      const call = spans.push(timelineSpan('fetchPrice', 0, 2 * i)) - 1;
      spans.push(timelineSpan('query', call, 2 * i));
    }
    spans.push(
      timelineSpan('fetchPrice', 0, 508, { endMs: 900, count: 346, totalMs: 380 }),
      timelineSpan('save', 0, 3),
    );
    expect(drawn(spans)).toEqual(['0 root 1/1', '1 fetchPrice 600/255', '2 query 254/254', '1 save 1/1']);
    expect(layOutSpans(spans)[1]).toMatchObject({ startMs: 0, endMs: 900, totalMs: 254 + 380, failed: 'none' });
  });

  it('are separate for a few calls, and for other spans and places', () => {
    const few = [1, 2, 3, 4].map(start => timelineSpan('few', 0, start));
    const others = [1, 2, 3].flatMap(start => [
      timelineSpan('same', 0, start),
      timelineSpan('same', 0, start, { kind: 'profile' }),
    ]);
    expect(drawn([timelineSpan('root', -1, 0), ...few])).toHaveLength(5);
    expect(drawn([timelineSpan('root', -1, 0), ...others])).toHaveLength(7);
  });

  it.each([
    [0, 'none'],
    [2, 'some'],
    [6, 'all'],
  ])('report that of 6 calls %d failed: %s', (failures, failed) => {
    const calls = Array.from({ length: 6 }, (_, i) => timelineSpan('call', -1, i, { failed: i < failures }));
    expect(layOutSpans(calls)).toMatchObject([{ failed }]);
  });

  it('need no recursion for deep spans', () => {
    const spans = Array.from({ length: 20_000 }, (_, i) => timelineSpan('again', i - 1, i));
    expect(layOutSpans(spans).at(-1)?.depth).toBe(19_999);
  });
});
