import { describe, expect, it } from '@jest/globals';
import { diagnose } from '../../../../lib/diagnosis/diagnose.js';
import type { Block, Recording, Slice } from '../../../../lib/recorder/recording.interface.js';
import { block, nested, randomOf, recordingOf, slice, spanOf, wake } from '../recordings.js';

const KINDS = ['database', 'http', 'cache', 'fs'] as const;

function lengthOf(lane: readonly { readonly startMs: number; readonly endMs: number }[]): number {
  return lane.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

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

  it('has one entry for each interval, as long as there are at most 1 000', () => {
    const slices = Array.from({ length: 1_000 }, (_, i) => slice(1_000 + i, 1_000.2 + i, 0, wake('timer')));
    const { loop, waits } = timelineOf({ slices, end: 2_000 });
    expect([loop.length, waits.length]).toEqual([1_000, 1_000]);
    for (const entry of [...loop, ...waits]) expect(entry).not.toHaveProperty('joined');
  });

  it('joins intervals of one kind within a short section, with the sum of their lengths', () => {
    const slices = Array.from({ length: 3_000 }, (_, i) => slice(1_000 + i, 1_000.25 + i, 0, wake('timer')));
    const { loop, waits } = timelineOf({ slices, end: 4_000 });
    expect(loop.at(1)).toMatchObject({ type: 'own', joined: { count: 3, fromMs: 3, toMs: 5.25 } });
    for (const entry of loop) expect(lengthOf([entry])).toBeCloseTo((entry.joined?.count ?? 0) * 0.25, 6);
    for (const entry of waits.slice(0, -2)) expect(lengthOf([entry])).toBeCloseTo((entry.joined?.count ?? 0) * 0.75, 6);
  });

  it('never joins intervals that are as long as a section', () => {
    const short = Array.from({ length: 3_000 }, (_, i) => slice(1_000 + i / 10, 1_000.05 + i / 10));
    const { loop } = timelineOf({ slices: [...short, slice(1_310, 1_710)], end: 2_000 });
    expect(loop.at(-1)).toEqual({ type: 'own', startMs: 310, endMs: 710 });
  });

  describe('lanes with more than 1 000 intervals', () => {
    it.each([
      ['of one kind', () => wake('timer', 't')],
      ['that alternate', (i: number) => wake(i % 2 === 0 ? 'timer' : 'database', 'x')],
      ['for 7 hosts in turn', (i: number) => wake('network', `h${i % 7}`)],
      ['for 997 hosts of 4 kinds in turn', (i: number) => wake(KINDS[i % 4] ?? 'dns', `h${i % 997}`)],
    ])('keep to the cap, in order, with the sums of the accounting: %s', (_, causeOf) => {
      const random = randomOf(7);
      const slices: Slice[] = [];
      const blocks: Block[] = [];
      for (let i = 0, at = 1_000; i < 6_000; i++) {
        const run = random() ** 4 * 4;
        slices.push(slice(at, at + run, 0, causeOf(i)));
        at += run + random() ** 3 * 20;
        if (i % 17 === 0) blocks.push(block(at, (at += 20 + random() * 5), `POST /${i % 900}`));
      }
      const end = (slices.at(-1)?.end ?? 0) + 30;
      const { accounting, timeline } = diagnose(recordingOf({ slices, blocks, end, outputHandedOverAt: end - 20 }));
      const { loop, waits } = timeline;
      for (const lane of [loop, waits]) {
        expect(lane.length).toBeLessThanOrEqual(1_000);
        for (const [index, { startMs, endMs, joined }] of lane.entries()) {
          expect(startMs).toBeGreaterThanOrEqual((lane[index - 1]?.endMs ?? 0) - 1e-6);
          expect(endMs).toBeGreaterThanOrEqual(startMs);
          expect(endMs).toBeLessThanOrEqual((joined?.toMs ?? endMs) + 1e-6);
        }
      }
      expect(lengthOf(loop.filter(({ type }) => type === 'own'))).toBeCloseTo(accounting.cpuMs, 3);
      expect(lengthOf(loop.filter(({ type }) => type === 'blocked'))).toBeCloseTo(accounting.blockedMs, 3);
      expect(lengthOf(waits.filter(({ on }) => on === 'client'))).toBeCloseTo(accounting.clientMs, 3);
      expect(lengthOf(waits.filter(({ on }) => on === 'unexplained'))).toBeCloseTo(accounting.unexplainedMs, 3);
      const waiting = accounting.waiting.reduce((sum, { ms }) => sum + ms, 0);
      expect(lengthOf(waits.filter(({ on }) => on !== 'client' && on !== 'unexplained'))).toBeCloseTo(waiting, 3);
    });
  });
});
