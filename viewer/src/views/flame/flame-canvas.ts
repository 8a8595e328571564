import { flameAt, type FlameLayout } from '../../model/flame-layout.js';
import type { TreeLayout } from '../../model/tree-layout.js';
import { nodeTone } from '../../model/tones.js';

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
  /** The node that has the whole width. */
  readonly zoom: number;
  readonly selected: number;
  /** The nodes that a search has found; `undefined` without a search. */
  readonly found: ReadonlySet<number> | undefined;
}

/**
 * Draws the visible levels of a flame graph on a canvas, with the colours of the style sheet. The canvas stays in its
 * scrolled box: one of the whole height would be larger than browsers draw.
 */
export class FlameCanvas {
  private readonly observer = new ResizeObserver(() => this.requestDraw());
  private readonly scheme = matchMedia('(prefers-color-scheme: dark)');
  private frame = 0;
  private view: FlameView = { zoom: 0, selected: 0, found: undefined };

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly scroller: HTMLElement,
    private readonly layout: TreeLayout,
    private readonly flame: FlameLayout,
  ) {
    this.observer.observe(canvas);
    this.scheme.addEventListener('change', this.requestDraw);
    scroller.addEventListener('scroll', this.requestDraw, { passive: true });
  }

  /** Stops redrawing. */
  close(): void {
    this.observer.disconnect();
    this.scheme.removeEventListener('change', this.requestDraw);
    this.scroller.removeEventListener('scroll', this.requestDraw);
    cancelAnimationFrame(this.frame);
  }

  show(view: FlameView): void {
    this.view = view;
    this.requestDraw();
  }

  /** @returns the index of the node under a pointer, or -1 */
  hit({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): number {
    const { left, width, top } = this.canvas.getBoundingClientRect();
    const depth = Math.floor((clientY - top + this.scroller.scrollTop) / LEVEL_HEIGHT);
    const { zoom } = this.view;
    const above = this.ancestors().find(index => this.flame.depth[index] === depth);
    if (above !== undefined || width === 0) return above ?? -1;
    const ms = ((clientX - left) / width) * (this.layout.nodes[zoom]?.ms ?? 0);
    return flameAt(this.flame, this.layout, depth, (this.flame.left[zoom] ?? 0) + ms);
  }

  /** The nodes above the one with the whole width. They have the whole width, too. */
  private ancestors(): number[] {
    const found: number[] = [];
    for (let at = this.layout.parent[this.view.zoom] ?? -1; at >= 0; at = this.layout.parent[at] ?? -1) found.push(at);
    return found;
  }

  private readonly requestDraw = (): void => {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  };

  private draw(): void {
    const { canvas, layout, flame, scroller } = this;
    const { zoom } = this.view;
    const context = canvas.getContext('2d');
    if (!context) return;
    const density = devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = canvas;
    canvas.width = Math.round(width * density);
    canvas.height = Math.round(height * density);
    context.scale(density, density);
    context.textBaseline = 'middle';
    const style = getComputedStyle(canvas);
    context.font = `12px ${style.getPropertyValue('--mono')}`;
    const brush = new Brush(context, style);
    const scale = width / (layout.nodes[zoom]?.ms || 1);
    const above = new Set(this.ancestors());
    const end = layout.end[zoom] ?? 0;
    const first = Math.floor(scroller.scrollTop / LEVEL_HEIGHT);
    const last = Math.min(first + Math.ceil(height / LEVEL_HEIGHT) + 1, flame.levels.length);
    for (let depth = first; depth < last; depth += 1) {
      const y = depth * LEVEL_HEIGHT - scroller.scrollTop;
      for (const index of flame.levels[depth] ?? []) {
        const isAbove = above.has(index);
        if (!isAbove && (index < zoom || index >= end)) continue;
        const x = isAbove ? 0 : ((flame.left[index] ?? 0) - (flame.left[zoom] ?? 0)) * scale;
        const wide = isAbove ? width : (layout.nodes[index]?.ms ?? 0) * scale;
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

/** Draws boxes and names with custom properties of the style sheet as colours. */
class Brush {
  private readonly letter: number;
  private readonly colours = new Map<string, string>();

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly style: CSSStyleDeclaration,
  ) {
    this.letter = context.measureText('x').width || 1;
  }

  fill(colour: string, alpha: number, x: number, y: number, width: number, height: number): void {
    this.context.globalAlpha = alpha;
    this.context.fillStyle = this.colour(colour);
    this.context.fillRect(x, y, width, height);
    this.context.globalAlpha = 1;
  }

  /** Letters have one width. A longer name is cut, not clipped. */
  name(text: string, colour: string, x: number, y: number, width: number): void {
    const letters = Math.floor(width / this.letter);
    const shown = text.length <= letters ? text : `${text.slice(0, Math.max(letters - 1, 0))}…`;
    this.context.fillStyle = this.colour(colour);
    this.context.fillText(shown, x, y + LEVEL_HEIGHT / 2, width);
  }

  outline(x: number, y: number, width: number, height: number): void {
    this.context.strokeStyle = this.colour('text');
    this.context.lineWidth = 2;
    this.context.strokeRect(x + 1, y + 1, Math.max(width - 2, 1), height - 2);
  }

  private colour(name: string): string {
    const known = this.colours.get(name);
    if (known !== undefined) return known;
    const value = this.style.getPropertyValue(`--${name}`);
    this.colours.set(name, value);
    return value;
  }
}
