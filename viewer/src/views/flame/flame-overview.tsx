import { useEffect, useRef } from 'preact/hooks';
import { RangeSlider } from '../../components/range-slider.js';
import type { FlameLayout } from '../../model/flame-layout.js';
import type { Range } from '../../model/range.js';
import type { TreeLayout } from '../../model/tree-layout.js';
import { OverviewCanvas } from './overview-canvas.js';

interface FlameOverviewProps {
  readonly layout: TreeLayout;
  readonly flame: FlameLayout;
  readonly range: Range;
  onRange(range: Range): void;
}

/** The whole graph, with the enlarged part marked. */
export function FlameOverview({ layout, flame, range, onRange }: FlameOverviewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current) return undefined;
    const drawn = new OverviewCanvas(canvas.current, layout, flame);
    return () => drawn.close();
  }, [layout, flame]);
  return (
    <RangeSlider label="Enlarged part" totalMs={layout.nodes[0]?.ms ?? 0} range={range} onRange={onRange}>
      <canvas ref={canvas} aria-hidden="true" />
    </RangeSlider>
  );
}
