import { RedrawnCanvas, type Surface } from '../../components/redrawn-canvas.js';
import { boxesWithin, flameAt, type FlameLayout } from '../../model/flame-layout.js';
import { lengthOf, type Range } from '../../model/range.js';
import type { TreeLayout } from '../../model/tree-layout.js';
import { nodeTone } from '../../model/tones.js';
import { Brush } from './brush.js';

/** Pixels of one level. */
export const LEVEL_HEIGHT = 20;
/** Pixels between two boxes. */
const GAP = 1;
/** Narrower boxes have no name. */
const NAMED_WIDTH = 36;
const PADDING = 4;
/** Opacity of boxes that a search has not found. */
const FAINT = 0.25;
/** Opacity of frames of libraries: the application's own code stands out. */
const LIBRARY = 0.4;

/** The part of the graph that is drawn, and the marks on it. */
export interface FlameView {
  /** The part of the width that is drawn. */
  readonly range: Range;
  readonly selected: number;
  /** The nodes that a search has found; `undefined` without a search. */
  readonly found: ReadonlySet<number> | undefined;
}

/** A place on the screen. */
interface Point {
  readonly clientX: number;
  readonly clientY: number;
}

/**
 * Draws the visible levels of a flame graph on a canvas, with the colours of the style sheet. The canvas stays in its
 * scrolled box: one of the whole height would be larger than browsers draw.
 */
export class FlameCanvas extends RedrawnCanvas {
  private view: FlameView = { range: { fromMs: 0, toMs: 0 }, selected: 0, found: undefined };

  constructor(
    canvas: HTMLCanvasElement,
    private readonly scroller: HTMLElement,
    private readonly layout: TreeLayout,
    private readonly flame: FlameLayout,
  ) {
    super(canvas);
    scroller.addEventListener('scroll', this.requestDraw, { passive: true });
  }

  override close(): void {
    this.scroller.removeEventListener('scroll', this.requestDraw);
    super.close();
  }

  show(view: FlameView): void {
    this.view = view;
    this.requestDraw();
  }

  /** @returns the place of a pointer in the drawn part, as a share of its width */
  shareAt({ clientX }: Pick<Point, 'clientX'>): number {
    const { left, width } = this.canvas.getBoundingClientRect();
    return width === 0 ? 0 : (clientX - left) / width;
  }

  /** @returns the index of the node under a pointer, or -1 */
  hit(point: Point): number {
    const { top } = this.canvas.getBoundingClientRect();
    const depth = Math.floor((point.clientY - top + this.scroller.scrollTop) / LEVEL_HEIGHT);
    const { range } = this.view;
    return flameAt(this.flame, depth, range.fromMs + this.shareAt(point) * lengthOf(range));
  }

  protected paint({ context, width, height, style }: Surface): void {
    const { flame, scroller } = this;
    const { range } = this.view;
    const brush = new Brush(context, style, LEVEL_HEIGHT);
    const scale = width / (lengthOf(range) || 1);
    const first = Math.floor(scroller.scrollTop / LEVEL_HEIGHT);
    const last = Math.min(first + Math.ceil(height / LEVEL_HEIGHT) + 1, flame.levels.length);
    for (let depth = first; depth < last; depth += 1) {
      const y = depth * LEVEL_HEIGHT - scroller.scrollTop;
      for (const index of boxesWithin(flame, depth, range)) {
        // A caller is wider than the drawn part: its name stands in the part.
        const x = Math.max(((flame.left[index] ?? 0) - range.fromMs) * scale, 0);
        const wide = Math.min(((flame.right[index] ?? 0) - range.fromMs) * scale, width) - x;
        if (wide >= GAP) this.box(brush, index, x, y, wide);
      }
    }
  }

  private box(brush: Brush, index: number, x: number, y: number, width: number): void {
    const node = this.layout.nodes[index];
    if (node === undefined) return;
    const { found, selected } = this.view;
    const tone = nodeTone(node);
    const isLibrary = node.library !== undefined;
    const alpha = found === undefined || found.has(index) ? 1 : FAINT;
    const isPlain = tone === undefined || isLibrary || alpha < 1;
    brush.fill(tone ?? 'span', isLibrary ? alpha * LIBRARY : alpha, x, y, width - GAP, LEVEL_HEIGHT - GAP);
    if (width >= NAMED_WIDTH) brush.name(node.name, isPlain ? 'text' : 'on-tone', x + PADDING, y, width - 2 * PADDING);
    if (index === selected) brush.outline(x, y, width - GAP, LEVEL_HEIGHT - GAP);
  }
}
