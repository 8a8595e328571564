import { type Intervals, intervalAt } from '../../model/intervals.js';

/** Pixels of the shortest interval, so that every interval is visible. */
const MIN_WIDTH = 1;
/** Pixels between a pointer and the interval that it hits. */
const HIT_TOLERANCE = 2;

/**
 * Draws one lane of intervals on a canvas, with the colours of the style sheet. Draws again when the width or the
 * colour scheme changes.
 */
export class LaneCanvas {
  private readonly observer = new ResizeObserver(() => this.requestDraw());
  private readonly scheme = matchMedia('(prefers-color-scheme: dark)');
  private frame = 0;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly intervals: Intervals,
    private readonly durationMs: number,
  ) {
    this.observer.observe(canvas);
    this.scheme.addEventListener('change', this.requestDraw);
    this.requestDraw();
  }

  /** Stops redrawing. */
  close(): void {
    this.observer.disconnect();
    this.scheme.removeEventListener('change', this.requestDraw);
    cancelAnimationFrame(this.frame);
  }

  /** @returns the index of the interval under a pointer, or -1 */
  hit(clientX: number): number {
    const { left, width } = this.canvas.getBoundingClientRect();
    if (width === 0) return -1;
    const msPerPixel = this.durationMs / width;
    return intervalAt(this.intervals, (clientX - left) * msPerPixel, HIT_TOLERANCE * msPerPixel);
  }

  private readonly requestDraw = (): void => {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  };

  private draw(): void {
    const { canvas, intervals, durationMs } = this;
    const context = canvas.getContext('2d');
    if (!context || !(durationMs > 0)) return;
    const density = devicePixelRatio || 1;
    const width = Math.round(canvas.clientWidth * density);
    const height = Math.round(canvas.clientHeight * density);
    canvas.width = width;
    canvas.height = height;
    const style = getComputedStyle(canvas);
    const { start, end, tones } = intervals;
    for (let index = 0; index < start.length; index++) {
      const from = Math.min(((start[index] ?? 0) / durationMs) * width, width - MIN_WIDTH * density);
      const to = ((end[index] ?? 0) / durationMs) * width;
      context.fillStyle = style.getPropertyValue(`--${tones[index] ?? 'other'}`);
      context.fillRect(from, 0, Math.max(to - from, MIN_WIDTH * density), height);
    }
  }
}
