import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { durationText } from '../../../../lib/model/format/duration.js';
import { shareOf, shareText } from '../../../../lib/model/format/share.js';
import { flameKey, layOutFlame } from '../../model/flame-layout.js';
import { cutLine } from '../../model/text.js';
import type { TreeLayout } from '../../model/tree-layout.js';
import { FlameCanvas, LEVEL_HEIGHT } from './flame-canvas.js';

interface FlameGraphProps {
  readonly layout: TreeLayout;
  readonly selected: number;
  /** The nodes that a search has found; `undefined` without a search. */
  readonly found: ReadonlySet<number> | undefined;
  onSelect(index: number): void;
}

/** The call tree as boxes: the width is the time, callees lie below. The tree has the same figures as a table. */
export function FlameGraph({ layout, selected, found, onSelect }: FlameGraphProps) {
  const flame = useMemo(() => layOutFlame(layout), [layout]);
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<FlameCanvas>(undefined);
  const [zoom, setZoom] = useState(0);
  const [pointed, setPointed] = useState(-1);
  // A node outside the enlarged part is selected by a search, or by a key.
  const isInside = selected >= zoom && selected < (layout.end[zoom] ?? 0);
  const shown = isInside ? zoom : 0;

  useEffect(() => {
    if (!canvas.current || !scroller.current) return undefined;
    const made = new FlameCanvas(canvas.current, scroller.current, layout, flame);
    drawn.current = made;
    return () => made.close();
  }, [layout, flame]);
  useEffect(() => drawn.current?.show({ zoom: shown, selected, found }), [flame, shown, selected, found]);
  useLayoutEffect(() => {
    if (scroller.current) reveal(scroller.current, flame.depth[selected] ?? 0);
  }, [flame, selected]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = flameKey(flame, layout, event.key, selected);
    if (event.key === 'Enter') setZoom(selected);
    else if (event.key === 'Escape') setZoom(0);
    else if (next === undefined) return;
    else onSelect(next);
    event.preventDefault();
  };
  const select = (event: MouseEvent) => {
    const index = drawn.current?.hit(event) ?? -1;
    if (index >= 0) onSelect(index);
    return index;
  };
  return (
    <>
      <p class="hint">
        Width is time. Double click or Enter enlarges a call, Escape shows all. Arrow keys move to callers, callees and
        neighbours.
      </p>
      <div
        class="flame"
        role="group"
        aria-label="Flame graph"
        aria-describedby="flame-pointed"
        tabIndex={0}
        ref={scroller}
        onKeyDown={onKeyDown}
      >
        <div style={{ height: `${flame.levels.length * LEVEL_HEIGHT}px` }}>
          <canvas
            ref={canvas}
            aria-hidden="true"
            onClick={select}
            onDblClick={event => setZoom(Math.max(select(event), 0))}
            onPointerMove={event => setPointed(drawn.current?.hit(event) ?? -1)}
            onPointerLeave={() => setPointed(-1)}
          />
        </div>
      </div>
      <p class="detail value" id="flame-pointed" role="status">
        {textOf(layout, pointed < 0 ? selected : pointed)}
        {shown > 0 && (
          <button type="button" class="link" onClick={() => setZoom(0)}>
            Show all
          </button>
        )}
      </p>
    </>
  );
}

/** `findAll · 340 ms in total (18 %), 12 ms self` */
function textOf(layout: TreeLayout, index: number): string {
  const node = layout.nodes[index];
  if (node === undefined) return '';
  const share = shareText(shareOf(node.ms, layout.nodes[0]?.ms ?? 0));
  return `${cutLine(node.name)} · ${durationText(node.ms)} in total (${share}), ${durationText(node.selfMs)} self `;
}

/** Scrolls as little as possible until a level is visible. */
function reveal(scroller: HTMLElement, depth: number): void {
  const top = depth * LEVEL_HEIGHT;
  if (scroller.scrollTop > top) scroller.scrollTop = top;
  else if (scroller.scrollTop < top + LEVEL_HEIGHT - scroller.clientHeight)
    scroller.scrollTop = top + LEVEL_HEIGHT - scroller.clientHeight;
}
