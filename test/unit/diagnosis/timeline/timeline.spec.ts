import { describe, expect, it } from '@jest/globals';
import { diagnose } from '../../../../lib/diagnosis/diagnose.js';
import type { Recording } from '../../../../lib/recorder/recording.interface.js';
import { block, nested, recordingOf, slice, spanOf, wake } from '../recordings.js';

const timelineOf = (parts: Partial<Recording>) => diagnose(recordingOf(parts)).timeline;

describe('timeline', () => {
  it('shows spans, loop and waits as offsets from the start', () => {
    const timeline = timelineOf({
      spans: [...nested('A.run'), spanOf('B.late', 1, 1_500, 2_400, { failed: true })],
      slices: [slice(1_000, 1_100), slice(1_400, 1_500, 1, wake('fs'))],
      blocks: [block(1_150, 1_200, 'POST /export')],
      gcPauses: [{ start: 1_020, end: 1_030 }],
      outputHandedOverAt: 1_600,
    });
    expect(timeline.spans).toEqual([
      {
        name: 'GET /orders',
        kind: 'execution',
        parent: -1,
        startMs: 0,
        endMs: 1_000,
        count: 1,
        totalMs: 1_000,
        failed: false,
      },
      { name: 'A.run', kind: 'provider', parent: 0, startMs: 0, endMs: 1_000, count: 1, totalMs: 1_000, failed: false },
      { name: 'B.late', kind: 'provider', parent: 1, startMs: 500, endMs: 1_000, count: 1, totalMs: 900, failed: true },
    ]);
    expect(timeline.loop).toEqual([
      { type: 'own', startMs: 0, endMs: 20 },
      { type: 'gc', startMs: 20, endMs: 30 },
      { type: 'own', startMs: 30, endMs: 100 },
      { type: 'blocked', startMs: 150, endMs: 200, by: 'POST /export' },
      { type: 'own', startMs: 400, endMs: 500 },
    ]);
    expect(timeline.waits).toEqual([
      { on: 'fs', label: 'fs', startMs: 100, endMs: 150 },
      { on: 'fs', label: 'fs', startMs: 200, endMs: 400 },
      { on: 'await', label: 'B.late', startMs: 500, endMs: 600 },
      { on: 'client', label: 'response', startMs: 600, endMs: 1_000 },
    ]);
  });

  it('keeps the longest 500 spans and those around them, with parents in their new places', () => {
    const spans = nested('Keep.outer');
    for (let i = 0; i < 900; i++) spans.push(spanOf(`S${i}`, 0, 1_000, 1_001 + i / 10));
    spans.push(spanOf('Short.parent', 0, 1_000, 1_000.5), spanOf('Long.child', 902, 1_000, 1_999));
    const timeline = timelineOf({ spans, spansDropped: 3 });
    expect(timeline.spans).toHaveLength(500);
    expect(timeline.spansDropped).toBe(904 - 500 + 3);
    for (const [index, { parent }] of timeline.spans.entries()) expect(parent).toBeLessThan(index);
    const child = timeline.spans.find(({ name }) => name === 'Long.child');
    expect(timeline.spans[child?.parent ?? -1]?.name).toBe('Short.parent');
    expect(timeline.spans.some(({ name }) => name === 'S0')).toBe(false);
    expect(timeline.spans.some(({ name }) => name === 'S899')).toBe(true);
  });

  it('keeps lanes to 1 000 entries each, ordered and not overlapping', () => {
    const slices = Array.from({ length: 6_000 }, (_, i) =>
      slice(1_000 + i, 1_000.2 + i, 0, wake('network', `h${i % 7}`)),
    );
    const { loop, waits } = timelineOf({ slices, end: 7_000 });
    for (const lane of [loop, waits]) {
      expect(lane.length).toBeLessThanOrEqual(1_000);
      expect(lane.length).toBeGreaterThan(0);
      for (const [index, entry] of lane.entries()) {
        expect(entry.startMs).toBeGreaterThanOrEqual(lane[index - 1]?.endMs ?? 0);
        expect(entry.endMs).toBeGreaterThanOrEqual(entry.startMs);
      }
    }
  });

  it('draws slices that cannot be told apart as one, only when there are many', () => {
    const many = Array.from({ length: 3_000 }, (_, i) => slice(1_000 + i / 10, 1_000.05 + i / 10, 0, wake('timer')));
    expect(timelineOf({ slices: many, end: 1_300 }).loop).toHaveLength(1);
    expect(timelineOf({ slices: many.slice(0, 100), end: 1_010 }).loop).toHaveLength(100);
  });
});
