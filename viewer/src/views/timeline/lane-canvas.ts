import { type Intervals, intervalAt, levelOf } from '../../model/intervals.js';

/** Pixels of the shortest interval, so that every interval is visible. */
const MIN_WIDTH = 1;
/** Pixels between a pointer and the interval that it hits. */
const HIT_TOLERANCE = 2;
/** Opacity of joined intervals: the place of each of them is not known. The same value is in `timeline.css`. */
const HALF_TONE = 0.5;
/** Opacity of the shortest intervals. Many of them within a few pixels add up to their share of the time. */
const FAINTEST = 0.2;

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
  hit({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): number {
    const { left, width, bottom, height } = this.canvas.getBoundingClientRect();
    if (width === 0 || height === 0) return -1;
    const msPerPixel = this.durationMs / width;
    const level = (bottom - clientY) / height;
    return intervalAt(this.intervals, (clientX - left) * msPerPixel, HIT_TOLERANCE * msPerPixel, level);
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
    const smallest = MIN_WIDTH * density;
    for (const [index, tone] of intervals.tones.entries()) {
      const left = Math.min(((intervals.from[index] ?? 0) / durationMs) * width, width - smallest);
      const right = ((intervals.to[index] ?? 0) / durationMs) * width;
      const level = levelOf(intervals, index);
      const high = Math.max(level.height * height, smallest);
      const visible = Math.min(Math.max((right - left) / smallest, FAINTEST), 1);
      context.globalAlpha = intervals.joined[index] === 0 ? visible : visible * HALF_TONE;
      context.fillStyle = style.getPropertyValue(`--${tone}`);
      context.fillRect(left, height - level.bottom * height - high, Math.max(right - left, smallest), high);
    }
  }
}
