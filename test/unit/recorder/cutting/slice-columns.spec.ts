import { describe, expect, it } from '@jest/globals';
import type { WakeCause } from '../../../../lib/recorder/recording.interface.js';
import { MAX_SLICES, SliceColumns } from '../../../../lib/recorder/cutting/slice-columns.js';
import { CALLBACK_FLAG, PARTIAL_FLAG } from '../../../../lib/recorder/attribution/wake-number.js';

const TIMER: WakeCause = { on: 'timer', label: 'setTimeout' };
const DATABASE: WakeCause = { on: 'database', label: 'db' };
const LOOKUP: WakeCause = { on: 'dns', label: 'dns.lookup' };
const causes = { get: (number: number) => ({ 7: TIMER, 8: DATABASE, 9: LOOKUP })[number] };

describe('SliceColumns', () => {
  it('returns the added slices like an array', () => {
    const slices = new SliceColumns(causes);
    slices.add(1, 2, 0, 0);
    slices.add(3, 4.5, 1, 7);
    expect([...slices]).toEqual([
      { start: 1, end: 2, span: 0 },
      { start: 3, end: 4.5, span: 1, cause: TIMER },
    ]);
    expect([slices.length, slices.at(1)?.end, slices.at(2), slices.at(-1)]).toEqual([2, 4.5, undefined, undefined]);
  });

  it('joins adjacent slices of a span', () => {
    const slices = new SliceColumns(causes);
    slices.add(1, 2, 3, 7);
    slices.add(2, 3, 3, 0);
    slices.add(3, 4, 4, 0);
    expect([...slices]).toEqual([
      { start: 1, end: 3, span: 3, cause: TIMER },
      { start: 3, end: 4, span: 4 },
    ]);
  });

  it('grows without loss up to its bound, and then extends only the last slice', () => {
    const slices = new SliceColumns(causes);
    for (let i = 0; i < MAX_SLICES + 10; i++) slices.add(2 * i, 2 * i + 1, i, 0);
    expect(slices.length).toBe(MAX_SLICES);
    const last = MAX_SLICES - 1;
    expect(slices.at(300)).toEqual({ start: 600, end: 601, span: 300 });
    slices.add(2 * last + 1, 2 * last + 5, 0, 0);
    expect(slices.at(last)).toEqual({ start: 2 * last, end: 2 * last + 5, span: last });
  });

  describe('of callbacks without a continuation', () => {
    const made = (waitsUntil?: number, ...slices: readonly (readonly [number, number, number, number])[]) => {
      const columns = new SliceColumns(causes, waitsUntil);
      for (const slice of slices) columns.add(...slice);
      return [...columns];
    };

    it('makes the opening of a connection a part of the wait for its reply', () => {
      expect(made(undefined, [0, 1, 0, 0], [5, 6, 0, 8 | CALLBACK_FLAG], [60, 61, 0, 8])).toEqual([
        { start: 0, end: 1, span: 0 },
        { start: 5, end: 6, span: 0, cause: DATABASE, isPartial: true },
        { start: 60, end: 61, span: 0, cause: DATABASE },
      ]);
    });

    it('keeps the wait for a reply whose callback began the next wait', () => {
      expect(made(undefined, [0, 1, 0, 0], [5, 6, 0, 8 | CALLBACK_FLAG], [60, 61, 0, 7])).toMatchObject([
        { start: 0, end: 1 },
        { start: 5, end: 6, cause: DATABASE },
        { start: 60, end: 61, cause: { on: 'timer' } },
      ]);
    });

    it('assigns the wait around them to its cause and to the span that waited', () => {
      expect(
        made(undefined, [0, 1, 0, 0], [20, 21, 0, 7 | CALLBACK_FLAG], [40, 42, 0, 7 | CALLBACK_FLAG], [60, 61, 1, 8]),
      ).toEqual([
        { start: 0, end: 1, span: 0 },
        { start: 20, end: 21, span: 0, cause: DATABASE, isPartial: true, waiter: 1 },
        { start: 40, end: 42, span: 0, cause: DATABASE, isPartial: true, waiter: 1 },
        { start: 60, end: 61, span: 1, cause: DATABASE },
      ]);
    });

    it('continues the wait after the calls in a callback', () => {
      const calls = [
        [20, 21, 0, 7 | CALLBACK_FLAG],
        [21, 22, 2, 0],
        [22, 23, 0, 0],
      ] as const;
      expect(made(undefined, ...calls, [60, 61, 0, 8])).toEqual([
        { start: 20, end: 21, span: 0, cause: DATABASE, isPartial: true },
        { start: 21, end: 22, span: 2, isPartial: true, waiter: 0 },
        { start: 22, end: 23, span: 0, isPartial: true },
        { start: 60, end: 61, span: 0, cause: DATABASE },
      ]);
    });

    it('treats them as the end of the wait when a continuation follows at once', () => {
      expect(made(undefined, [20, 21, 0, 7 | CALLBACK_FLAG], [21, 22, 0, 7], [60, 61, 0, 8])).toEqual([
        { start: 20, end: 22, span: 0, cause: TIMER },
        { start: 60, end: 61, span: 0, cause: DATABASE },
      ]);
    });

    it('treats them as the awaited cause when no other follows, or only after the response', () => {
      const timer = { start: 20, end: 21, span: 0, cause: TIMER };
      expect(made(undefined, [20, 21, 0, 7 | CALLBACK_FLAG])).toEqual([timer]);
      expect(made(21, [20, 21, 0, 7 | CALLBACK_FLAG], [60, 61, 0, 8])[0]).toEqual(timer);
    });

    it('treats a stage of the wait as a wait of its own', () => {
      expect(made(undefined, [20, 21, 0, 9 | CALLBACK_FLAG], [60, 61, 0, 8])[0]).toEqual({
        start: 20,
        end: 21,
        span: 0,
        cause: LOOKUP,
      });
    });

    it('does not end the wait for a reply in pieces by them', () => {
      expect(
        made(undefined, [20, 25, 0, 8 | PARTIAL_FLAG], [25, 26, 0, 7 | CALLBACK_FLAG], [60, 61, 0, 8])[0],
      ).toMatchObject({
        end: 26,
        cause: DATABASE,
        isPartial: true,
      });
    });
  });
});
