import { useRef, useState } from 'preact/hooks';
import { lengthOf, moved, type Range } from '../../model/range.js';

/** Pixels: a shorter drag is a click. */
const CLICK = 4;

/** The pointer's events for a drawing that a drag moves sideways. */
export interface Drag {
  readonly isDragged: boolean;
  /** True for the click at the end of a drag, which selects nothing. */
  hasMoved(): boolean;
  onPointerDown(event: PointerEvent): void;
  onPointerMove(event: PointerEvent): void;
  onPointerUp(event: PointerEvent): void;
}

/** Moves the drawn part of an axis along with the pointer. */
export function useDrag(range: Range, totalMs: number, onRange: (range: Range) => void): Drag {
  const start = useRef<{ readonly x: number; readonly range: Range }>(undefined);
  const far = useRef(false);
  const [isDragged, setDragged] = useState(false);
  const end = () => {
    start.current = undefined;
    setDragged(false);
  };
  return {
    isDragged,
    hasMoved: () => far.current,
    onPointerDown: event => {
      far.current = false;
      if (event.button === 0) start.current = { x: event.clientX, range };
    },
    onPointerMove: event => {
      const from = start.current;
      const canvas = event.currentTarget;
      if (!from || !(canvas instanceof HTMLElement)) return;
      // The button was released outside, before the canvas had captured the pointer.
      if ((event.buttons & 1) === 0) return end();
      const pixels = event.clientX - from.x;
      if (!far.current && Math.abs(pixels) < CLICK) return;
      if (!far.current) canvas.setPointerCapture(event.pointerId);
      far.current = true;
      setDragged(true);
      onRange(moved(from.range, totalMs, (-pixels / (canvas.clientWidth || 1)) * lengthOf(from.range)));
    },
    onPointerUp: end,
  };
}
