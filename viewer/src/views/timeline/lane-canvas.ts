import { RedrawnCanvas, type Surface } from '../../components/redrawn-canvas.js';
import { type Intervals, intervalAt, levelOf } from '../../model/intervals.js';
import { lengthOf, type Range } from '../../model/range.js';

/** Pixels of the shortest interval, so that every interval is visible. */
const MIN_WIDTH = 1;
/** Pixels between a pointer and the interval that it hits. */
const HIT_TOLERANCE = 2;
/** Opacity of joined intervals: the place of each of them is not known. The same value is in `timeline.css`. */
const HALF_TONE = 0.5;
/** Opacity of the shortest intervals. Many of them within a few pixels add up to their share of the time. */
const FAINTEST = 0.2;

/** Draws lanes of intervals one below another on a canvas, with the colours of the style sheet. */
export class LaneCanvas extends RedrawnCanvas {
  constructor(
    canvas: HTMLCanvasElement,
    private readonly lanes: readonly Intervals[],
    private range: Range,
  ) {
    super(canvas);
  }

  show(range: Range): void {
    this.range = range;
    this.requestDraw();
  }

  /** @returns the index of the interval of the first lane under a pointer, or -1 */
  hit({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): number {
    const { left, width, bottom, height } = this.canvas.getBoundingClientRect();
    const [intervals] = this.lanes;
    if (width === 0 || height === 0 || intervals === undefined) return -1;
    const msPerPixel = lengthOf(this.range) / width;
    const level = (bottom - clientY) / height;
    const ms = this.range.fromMs + (clientX - left) * msPerPixel;
    return intervalAt(intervals, ms, HIT_TOLERANCE * msPerPixel, level);
  }

  protected paint(surface: Surface): void {
    if (!(lengthOf(this.range) > 0)) return;
    const height = surface.height / this.lanes.length;
    for (const [at, lane] of this.lanes.entries()) this.lane(surface, lane, at * height, height);
  }

  private lane({ context, width, style }: Surface, intervals: Intervals, top: number, height: number): void {
    const { fromMs } = this.range;
    const scale = width / lengthOf(this.range);
    for (const [index, tone] of intervals.tones.entries()) {
      const right = ((intervals.to[index] ?? 0) - fromMs) * scale;
      const start = ((intervals.from[index] ?? 0) - fromMs) * scale;
      if (right < 0 || start > width) continue;
      const left = Math.min(start, width - MIN_WIDTH);
      const level = levelOf(intervals, index);
      const high = Math.max(level.height * height, MIN_WIDTH);
      const visible = Math.min(Math.max((right - left) / MIN_WIDTH, FAINTEST), 1);
      context.globalAlpha = intervals.joined[index] === 0 ? visible : visible * HALF_TONE;
      context.fillStyle = style.getPropertyValue(`--${tone}`);
      context.fillRect(left, top + height - level.bottom * height - high, Math.max(right - left, MIN_WIDTH), high);
    }
  }
}
