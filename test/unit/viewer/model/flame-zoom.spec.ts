import { describe, expect, it } from '@jest/globals';
import { layOutFlame } from '../../../../viewer/src/model/flame-layout.js';
import { type Wheel, wheelRange, zoomKey } from '../../../../viewer/src/model/flame-zoom.js';
import { lengthOf } from '../../../../viewer/src/model/range.js';
import { layOutTree } from '../../../../viewer/src/model/tree-layout.js';
import { frame, span } from '../../../fixtures/reports/tree-node.js';

const TOTAL_MS = 100;
const part = { fromMs: 40, toMs: 60 };
const wheel = (more: Partial<Wheel>): Wheel => ({
  deltaX: 0,
  deltaY: 0,
  deltaMode: 0,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...more,
});

describe('a turn of the wheel', () => {
  const after = (more: Partial<Wheel>, at = 0.5) => wheelRange(part, TOTAL_MS, wheel(more), at, 1_000);

  it('scrolls by itself', () => {
    expect(after({ deltaY: 100 })).toBeUndefined();
  });

  it.each(['ctrlKey', 'metaKey'] as const)('enlarges with %s around the pointer, and back', key => {
    const nearer = after({ deltaY: -100, [key]: true }, 0.25);
    expect(lengthOf(nearer ?? part)).toBeCloseTo(20 * Math.exp(-0.25), 9);
    // The place below the pointer stays.
    expect((nearer?.fromMs ?? 0) + 0.25 * lengthOf(nearer ?? part)).toBeCloseTo(45, 9);
    expect(wheelRange(nearer ?? part, TOTAL_MS, wheel({ deltaY: 100, [key]: true }), 0.25, 1_000)?.fromMs).toBeCloseTo(
      40,
      9,
    );
  });

  it('moves the part sideways, or with Shift, by the pixels of the graph', () => {
    expect(after({ deltaX: 500, deltaY: 10 })).toEqual({ fromMs: 50, toMs: 70 });
    expect(after({ deltaY: -500, shiftKey: true })).toEqual({ fromMs: 30, toMs: 50 });
  });

  it('counts lines and pages as pixels', () => {
    expect(after({ deltaX: 10, deltaMode: 1 })?.fromMs).toBeCloseTo(43.2, 9);
    expect(after({ deltaX: 1, deltaMode: 2 })?.fromMs).toBeCloseTo(48, 9);
  });
});

describe('a key', () => {
  const layout = layOutTree(span('root', [frame('long', 'a.ts:1', 60), frame('short', 'b.ts:1', 40)]));
  const flame = layOutFlame(layout);
  const press = (key: string, selected = 0, shiftKey = false) =>
    zoomKey({ key, shiftKey }, part, TOTAL_MS, flame, selected);

  it('enlarges around the visible middle of the selected call', () => {
    // `long` ends at the end of the part.
    expect(press('+', 1)).toEqual({ fromMs: 43, toMs: 57 });
    // `short` begins there.
    expect(press('=', 2)).toEqual({ fromMs: 43, toMs: 57 });
    expect(lengthOf(press('-') ?? part)).toBeCloseTo(20 / 0.7, 9);
  });

  it('moves the part by a fifth with Shift', () => {
    expect(press('ArrowRight', 0, true)).toEqual({ fromMs: 44, toMs: 64 });
    expect(press('ArrowLeft', 0, true)).toEqual({ fromMs: 36, toMs: 56 });
    expect(press('ArrowLeft')).toBeUndefined();
  });

  it('shows a call in the whole width, or everything', () => {
    expect(press('Enter', 2)).toEqual({ fromMs: 60, toMs: 100 });
    expect(press('Escape')).toEqual({ fromMs: 0, toMs: 100 });
  });

  it('is left alone otherwise', () => {
    expect(press('a')).toBeUndefined();
  });
});
