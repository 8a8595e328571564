import { describe, expect, it } from '@jest/globals';
import { diagnose } from '../../../lib/diagnosis/diagnose.js';
import { block, nested, partsOf, recordingOf, slice, spanOf, wake } from './recordings.js';

const account = (parts: Parameters<typeof recordingOf>[0]) => diagnose(recordingOf(parts)).accounting;

describe('accounting', () => {
  it('charges a gap to the event that resumed the execution after it', () => {
    const accounting = account({
      slices: [slice(1_000, 1_100), slice(1_700, 2_000, 0, wake('database', '127.0.0.1:5432'))],
    });
    expect(accounting).toMatchObject({ durationMs: 1_000, cpuMs: 400, unexplainedMs: 0 });
    expect(accounting.waiting).toEqual([{ on: 'database', label: '127.0.0.1:5432', ms: 600, count: 1 }]);
  });

  it('adds up waits of one kind and label, and lists the longest first', () => {
    const { waiting } = account({
      slices: [
        slice(1_000, 1_010),
        slice(1_110, 1_120, 0, wake('fs')),
        slice(1_420, 1_430, 0, wake('dns')),
        slice(1_530, 2_000, 0, wake('fs')),
      ],
    });
    expect(waiting).toEqual([
      { on: 'dns', label: 'dns', ms: 300, count: 1 },
      { on: 'fs', label: 'fs', ms: 200, count: 2 },
    ]);
  });

  it('charges overlapping waits to the one that ended last before the execution resumed', () => {
    const slices = [
      slice(1_000, 1_001),
      ...[0, 1, 2, 3, 4].map(i => slice(1_900 + i, 1_900.5 + i, 0, wake('http', 'up:80'))),
    ];
    const { waiting } = account({ slices, end: 1_905 });
    expect(waiting[0]?.count).toBe(5);
    expect(waiting[0]?.ms).toBeCloseTo(901, 0);
  });

  describe('garbage collection', () => {
    const pause = (start: number, end: number) => ({ start, end });

    it('counts as garbage collection within own code, and only once', () => {
      const accounting = account({ slices: [slice(1_000, 2_000)], gcPauses: [pause(900, 1_050), pause(1_900, 1_910)] });
      expect(accounting).toMatchObject({ gcMs: 60, cpuMs: 940 });
    });

    it('counts as blocked within a block', () => {
      const parts = {
        slices: [slice(1_000, 1_200), slice(1_800, 2_000, 0, wake('fs'))],
        blocks: [block(1_300, 1_400, 'POST /export'), block(1_700, 1_800, 'POST /import')],
        gcPauses: [pause(1_150, 1_200), pause(1_310, 1_390), pause(1_750, 1_800), pause(1_900, 1_910)],
      };
      expect(account(parts)).toMatchObject({ gcMs: 60, cpuMs: 340, blockedMs: 200 });
      const { loop } = diagnose(recordingOf(parts)).timeline;
      expect(loop.map(({ type, startMs }) => [type, startMs])).toEqual([
        ['own', 0],
        ['gc', 150],
        ['blocked', 300],
        ['blocked', 700],
        ['own', 800],
        ['gc', 900],
        ['own', 910],
      ]);
    });

    it('counts as waiting within a longer wait, with or without a known end', () => {
      const waits = { on: 'fs', label: 'fs', ms: 400, count: 1 };
      const accounting = account({
        slices: [slice(1_000, 1_200), slice(1_600, 1_800, 0, wake('fs'))],
        gcPauses: [pause(1_210, 1_300), pause(1_400, 1_590), pause(1_900, 2_000)],
      });
      expect(accounting).toMatchObject({ gcMs: 0, cpuMs: 400, unexplainedMs: 200, waiting: [waits] });
    });

    it('counts as garbage collection where it delayed the continuation that follows at once', () => {
      const accounting = account({
        slices: [slice(1_000, 1_200), slice(1_600, 2_000, 0, wake('fs'))],
        gcPauses: [pause(1_300, 1_350), pause(1_520, 1_599.9)],
      });
      expect(accounting).toMatchObject({ cpuMs: 600, unexplainedMs: 0 });
      expect(accounting.gcMs).toBeCloseTo(79.9);
      expect(accounting.waiting).toEqual([{ on: 'fs', label: 'fs', ms: expect.closeTo(320.1), count: 1 }]);
    });

    it('counts on both sides of the end of a wait', () => {
      const accounting = account({
        slices: [slice(1_000, 1_200), slice(1_600, 2_000, 0, wake('fs'))],
        gcPauses: [pause(1_550, 1_620)],
      });
      expect(accounting).toMatchObject({ gcMs: 70, cpuMs: 580 });
      expect(accounting.waiting[0]?.ms).toBe(350);
    });
  });

  it('prefers own code to a block that overlaps it', () => {
    const accounting = account({ slices: [slice(1_000, 1_500)], blocks: [block(1_400, 2_000, 'POST /export')] });
    expect(accounting).toMatchObject({ cpuMs: 500, blockedMs: 500, unexplainedMs: 0 });
  });

  it('counts tiny gaps between slices as waiting', () => {
    const { waiting, cpuMs } = account({ slices: [slice(1_000, 1_500), slice(1_500.04, 2_000, 0, wake('timer'))] });
    expect(cpuMs).toBeCloseTo(999.96);
    expect(waiting[0]?.ms).toBeCloseTo(0.04);
  });

  it('leaves the time before the first slice unexplained, whatever the cause of that slice', () => {
    const accounting = account({
      spans: nested('A.run'),
      slices: [slice(1_600, 2_000, 1, wake('database'))],
      blocks: [block(1_100, 1_200, 'POST /export')],
      gcPauses: [{ start: 1_300, end: 1_310 }],
    });
    expect(accounting).toMatchObject({ cpuMs: 400, blockedMs: 100, gcMs: 0, unexplainedMs: 500, waiting: [] });
  });

  describe('client', () => {
    it('charges waits for a body that has not arrived yet to the client', () => {
      const recording = recordingOf({
        awaitsInput: true,
        inputReceivedAt: 1_500,
        slices: [slice(1_000, 1_001), slice(1_500, 1_501, 0, wake('client')), slice(1_600, 2_000, 0, wake('fs'))],
      });
      expect(diagnose(recording).verdict).toMatchObject({ kind: 'slow-client', subject: 'request body', ms: 499 });
    });

    it('charges waits for a drained socket to the client, as the response, once the body has arrived', () => {
      const { verdict } = diagnose(
        recordingOf({
          awaitsInput: true,
          inputReceivedAt: 1_010,
          slices: [slice(1_000, 1_100), slice(1_900, 2_000, 0, wake('client'))],
        }),
      );
      expect(verdict).toMatchObject({ kind: 'slow-client', subject: 'response', ms: 800 });
    });

    it('charges gaps to the client from the end of the response on', () => {
      const { accounting } = diagnose(
        recordingOf({
          spans: nested('A.run'),
          outputHandedOverAt: 1_200,
          slices: [slice(1_000, 1_100), slice(1_500, 1_600, 1, wake('database'))],
        }),
      );
      expect(accounting.clientMs).toBe(700);
      expect(accounting.waiting).toEqual([{ on: 'database', label: 'database', ms: 100, count: 1 }]);
    });

    it('charges the rest of a request to the client when its body never arrived', () => {
      const { verdict } = diagnose(recordingOf({ awaitsInput: true, slices: [slice(1_000, 1_010)] }));
      expect(verdict).toMatchObject({ kind: 'slow-client', subject: 'request body', ms: 990 });
    });
  });

  describe('gaps without a cause', () => {
    const spans = [...nested('A.outer'), spanOf('B.inner', 1, 1_200, 1_800)];

    it('names the last gap after the innermost open span', () => {
      const { waiting, unexplainedMs } = account({
        spans: [...nested('A.outer'), spanOf('B.inner', 1, 1_200, 2_000, { ended: false })],
        slices: [slice(1_000, 1_250, 1)],
      });
      expect(waiting).toEqual([{ on: 'await', label: 'B.inner', ms: 750, count: 1 }]);
      expect(unexplainedMs).toBe(0);
    });

    it('names a gap before a slice without a cause after the innermost span open at the time', () => {
      const { waiting } = account({ spans, slices: [slice(1_000, 1_300), slice(1_700, 1_850), slice(1_950, 2_000)] });
      expect(waiting).toEqual([
        { on: 'await', label: 'B.inner', ms: 400, count: 1 },
        { on: 'await', label: 'A.outer', ms: 100, count: 1 },
      ]);
    });

    it('treats the sibling that opened last as the innermost span, and skips spans that have ended', () => {
      const siblings = [
        ...nested(),
        spanOf('A.one', 0, 1_000, 2_000),
        spanOf('B.two', 0, 1_010, 1_500),
        spanOf('C.three', 0, 1_020, 1_100),
      ];
      const { waiting } = account({
        spans: siblings,
        slices: [slice(1_000, 1_120), slice(1_400, 1_600), slice(1_700, 2_000)],
      });
      expect(waiting.map(({ label }) => label)).toEqual(['B.two', 'A.one']);
    });

    it('names a wait for something unknown after its span, and after its resource when only the root span waited', () => {
      expect(
        account({ spans, slices: [slice(1_000, 1_300), slice(1_700, 2_000, 2, wake('other', 'JSSTREAM'))] }).waiting,
      ).toEqual([{ on: 'await', label: 'B.inner', ms: 400, count: 1 }]);
      expect(
        account({ slices: [slice(1_000, 1_300), slice(1_700, 2_000, 0, wake('other', 'JSSTREAM'))] }).waiting,
      ).toEqual([{ on: 'other', label: 'JSSTREAM', ms: 400, count: 1 }]);
    });

    it('leaves the rest unexplained when only the root span was open', () => {
      const accounting = account({ slices: [slice(1_000, 1_100), slice(1_300, 1_400)] });
      expect(accounting).toMatchObject({ unexplainedMs: 800, waiting: [] });
    });
  });

  it('lists at most 100 waits, and loses no time', () => {
    const slices = Array.from({ length: 400 }, (_, i) =>
      slice(1_000 + 2 * i, 1_001 + 2 * i, 0, wake('network', `host${i}:1`)),
    );
    const accounting = account({ slices, end: 1_799 });
    expect(accounting.waiting).toHaveLength(100);
    expect(partsOf(accounting)).toBeCloseTo(799);
  });

  it('accounts for an empty recording, and for one of 0 ms', () => {
    expect(account({})).toMatchObject({ durationMs: 1_000, unexplainedMs: 1_000 });
    expect(account({ end: 1_000, spans: [] })).toMatchObject({ durationMs: 0, unexplainedMs: 0, waiting: [] });
  });
});
