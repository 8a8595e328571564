import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { isWhole, moved, type Range, lengthOf, rangeBetween, wholeRange } from '../model/range.js';
import { percentOf, timeText } from '../model/time-axis.js';

/** Pixels: a shorter drag is a click. */
const CLICK = 4;

interface RangeSliderProps {
  /** Names the two handles: `Enlarged part, from`. */
  readonly label: string;
  readonly totalMs: number;
  readonly range: Range;
  onRange(range: Range): void;
  /** The drawing below the handles. */
  readonly children?: ComponentChildren;
}

/**
 * Selects a part of an axis, over a small drawing of the whole. Dragging selects, a click moves the part, a double click
 * selects all. The two handles do the same with the keyboard.
 */
export function RangeSlider({ label, totalMs, range, onRange, children }: RangeSliderProps) {
  const box = useRef<HTMLDivElement>(null);
  const start = useRef<{ readonly x: number; readonly ms: number }>(undefined);

  const msAt = ({ clientX }: PointerEvent): number => {
    const { left, width } = box.current?.getBoundingClientRect() ?? { left: 0, width: 1 };
    return (Math.min(Math.max(clientX - left, 0), width) / (width || 1)) * totalMs;
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0 || event.target instanceof HTMLInputElement) return;
    start.current = { x: event.clientX, ms: msAt(event) };
    box.current?.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent) => {
    const from = start.current;
    if (from && Math.abs(event.clientX - from.x) >= CLICK) onRange(rangeBetween(from.ms, msAt(event), totalMs));
  };
  const onPointerUp = (event: PointerEvent) => {
    const from = start.current;
    start.current = undefined;
    if (!from || Math.abs(event.clientX - from.x) >= CLICK || isWhole(range, totalMs)) return;
    onRange(moved(range, totalMs, from.ms - (range.fromMs + range.toMs) / 2));
  };
  const handle = (name: string, ms: number, change: (ms: number) => Range) => (
    <input
      type="range"
      min={0}
      max={totalMs}
      step="any"
      value={ms}
      aria-label={`${label}, ${name}`}
      aria-valuetext={timeText(ms, lengthOf(range) / 10)}
      onInput={event => onRange(change(Number(event.currentTarget.value)))}
    />
  );
  return (
    <div
      class="range-slider"
      ref={box}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => (start.current = undefined)}
      onDblClick={() => onRange(wholeRange(totalMs))}
    >
      {children}
      <div
        class={isWhole(range, totalMs) ? 'range-part is-whole' : 'range-part'}
        style={{ left: percentOf(range.fromMs, totalMs), width: percentOf(lengthOf(range), totalMs) }}
      />
      {handle('from', range.fromMs, ms => rangeBetween(Math.min(ms, range.toMs), range.toMs, totalMs))}
      {handle('to', range.toMs, ms => rangeBetween(range.fromMs, Math.max(ms, range.fromMs), totalMs))}
    </div>
  );
}
