import { RedrawnCanvas, type Surface } from '../../components/redrawn-canvas.js';
import type { FlameLayout } from '../../model/flame-layout.js';
import type { TreeLayout } from '../../model/tree-layout.js';
import { nodeTone } from '../../model/tones.js';
import { Brush } from './brush.js';

/** Pixels: higher levels of a shallow tree would look like another graph. */
const MAX_LEVEL_HEIGHT = 6;
/** Pixels: thousands of narrower boxes would take long, and show nothing. */
const MIN_WIDTH = 0.25;

/** Draws the whole flame graph in the height of a line or two. */
export class OverviewCanvas extends RedrawnCanvas {
  constructor(
    canvas: HTMLCanvasElement,
    private readonly layout: TreeLayout,
    private readonly flame: FlameLayout,
  ) {
    super(canvas);
  }

  protected paint({ context, width, height, style }: Surface): void {
    const { layout, flame } = this;
    const brush = new Brush(context, style, height);
    const scale = width / (layout.nodes[0]?.ms || 1);
    const levelHeight = Math.min(height / Math.max(flame.levels.length, 1), MAX_LEVEL_HEIGHT);
    for (const [index, node] of layout.nodes.entries()) {
      const wide = node.ms * scale;
      if (wide < MIN_WIDTH) continue;
      const y = (flame.depth[index] ?? 0) * levelHeight;
      const alpha = node.library === undefined ? 1 : 0.4;
      brush.fill(nodeTone(node) ?? 'span', alpha, (flame.left[index] ?? 0) * scale, y, wide, levelHeight);
    }
  }
}
