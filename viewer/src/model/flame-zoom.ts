import { flameRange, type FlameLayout } from './flame-layout.js';
import { moved, overlapOf, type Range, lengthOf, scaled, wholeRange } from './range.js';

/** One press of a key enlarges by this. */
const KEY_FACTOR = 0.7;
/** Pixels of a wheel for a factor of e. */
const WHEEL_PIXELS = 400;
/** A line and a page of a wheel that does not count pixels. */
const LINE_PIXELS = 16;
const PAGE_PIXELS = 400;
/** A key moves the drawn part by this share of it. */
const KEY_STEP = 0.2;

/** The members of a wheel's event that matter. */
export interface Wheel {
  readonly deltaX: number;
  readonly deltaY: number;
  /** 0: pixels, 1: lines, 2: pages. */
  readonly deltaMode: number;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/**
 * The drawn part after a turn of the wheel. With Ctrl or ⌘, which browsers also set for two fingers that spread, it is
 * enlarged. Sideways, or with Shift, it is moved.
 *
 * @param at the pointer's place, as a share of the drawn part
 * @param width the graph's, in pixels
 * @returns `undefined` for a turn that scrolls
 */
export function wheelRange(range: Range, totalMs: number, wheel: Wheel, at: number, width: number): Range | undefined {
  const unit = [1, LINE_PIXELS, PAGE_PIXELS][wheel.deltaMode] ?? 1;
  if (wheel.ctrlKey || wheel.metaKey) {
    return scaled(range, totalMs, Math.exp((wheel.deltaY * unit) / WHEEL_PIXELS), at);
  }
  const isSideways = Math.abs(wheel.deltaX) > Math.abs(wheel.deltaY);
  const pixels = (isSideways ? wheel.deltaX : wheel.shiftKey ? wheel.deltaY : 0) * unit;
  return pixels === 0 ? undefined : moved(range, totalMs, (pixels / (width || 1)) * lengthOf(range));
}

/** The keys that change the drawn part. */
export interface ZoomKey {
  readonly key: string;
  readonly shiftKey: boolean;
}

/**
 * The drawn part after a key: `+` and `-` around the selected call, Shift with an arrow sideways, Enter for the call's
 * whole width, Escape for everything.
 *
 * @returns `undefined` for a key without a function here
 */
export function zoomKey(
  { key, shiftKey }: ZoomKey,
  range: Range,
  totalMs: number,
  flame: FlameLayout,
  selected: number,
): Range | undefined {
  switch (key) {
    case '+':
    case '=':
      return scaled(range, totalMs, KEY_FACTOR, placeOf(range, flameRange(flame, selected)));
    case '-':
      return scaled(range, totalMs, 1 / KEY_FACTOR, placeOf(range, flameRange(flame, selected)));
    case 'ArrowLeft':
      return shiftKey ? moved(range, totalMs, -KEY_STEP * lengthOf(range)) : undefined;
    case 'ArrowRight':
      return shiftKey ? moved(range, totalMs, KEY_STEP * lengthOf(range)) : undefined;
    case 'Enter':
      return flameRange(flame, selected);
    case 'Escape':
      return wholeRange(totalMs);
    default:
      return undefined;
  }
}

/** The middle of the visible part of a box, as a share of the range; the middle of the range for an invisible one. */
function placeOf(range: Range, box: Range): number {
  if (overlapOf(range, box) === 0) return 0.5;
  const middle = (Math.max(range.fromMs, box.fromMs) + Math.min(range.toMs, box.toMs)) / 2;
  return (middle - range.fromMs) / (lengthOf(range) || 1);
}
