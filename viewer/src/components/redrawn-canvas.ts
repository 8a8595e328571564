/** A drawing's surface, in CSS pixels, and the style sheet's values for it. */
export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly style: CSSStyleDeclaration;
}

/** Draws a canvas at most once a frame: by request, and when its size or the colour scheme changes. */
export abstract class RedrawnCanvas {
  private readonly observer = new ResizeObserver(() => this.requestDraw());
  private readonly scheme = matchMedia('(prefers-color-scheme: dark)');
  private frame = 0;

  constructor(protected readonly canvas: HTMLCanvasElement) {
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

  protected readonly requestDraw = (): void => {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  };

  protected abstract paint(surface: Surface): void;

  private draw(): void {
    const { canvas } = this;
    const context = canvas.getContext('2d');
    const { clientWidth: width, clientHeight: height } = canvas;
    if (!context || width === 0) return;
    const density = devicePixelRatio || 1;
    // This empties the canvas, too.
    canvas.width = Math.round(width * density);
    canvas.height = Math.round(height * density);
    context.scale(density, density);
    this.paint({ context, width, height, style: getComputedStyle(canvas) });
  }
}
