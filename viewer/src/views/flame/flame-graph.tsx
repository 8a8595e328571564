import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { durationText } from '../../../../lib/model/format/duration.js';
import { shareOf, shareText } from '../../../../lib/model/format/share.js';
import { flameKey, flameRange, layOutFlame } from '../../model/flame-layout.js';
import { wheelRange, zoomKey } from '../../model/flame-zoom.js';
import { isWhole, overlapOf, type Range, wholeRange } from '../../model/range.js';
import { cutLine } from '../../model/text.js';
import type { TreeLayout } from '../../model/tree-layout.js';
import { FlameCanvas, LEVEL_HEIGHT } from './flame-canvas.js';
import { FlameOverview } from './flame-overview.js';
import { useDrag } from './use-drag.js';

interface FlameGraphProps {
  readonly layout: TreeLayout;
  readonly selected: number;
  /** The nodes that a search has found; `undefined` without a search. */
  readonly found: ReadonlySet<number> | undefined;
  onSelect(index: number): void;
}

/** The call tree as boxes: the width is the time, callees lie below. The tree has the same figures as a table. */
export function FlameGraph({ layout, selected, found, onSelect }: FlameGraphProps) {
  const totalMs = layout.nodes[0]?.ms ?? 0;
  const flame = useMemo(() => layOutFlame(layout), [layout]);
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<FlameCanvas>(undefined);
  const [range, setRange] = useState<Range>(() => wholeRange(totalMs));
  const [pointed, setPointed] = useState(-1);
  const isPart = !isWhole(range, totalMs);
  const drag = useDrag(range, totalMs, setRange);

  useEffect(() => {
    if (!canvas.current || !scroller.current) return undefined;
    const made = new FlameCanvas(canvas.current, scroller.current, layout, flame);
    drawn.current = made;
    return () => made.close();
  }, [layout, flame]);
  useEffect(() => drawn.current?.show({ range, selected, found }), [flame, range.fromMs, range.toMs, selected, found]);
  useLayoutEffect(() => {
    if (scroller.current) reveal(scroller.current, flame.depth[selected] ?? 0);
    // A search or a key can select a node outside the enlarged part.
    if (overlapOf(range, flameRange(flame, selected)) === 0) setRange(wholeRange(totalMs));
    // A part without the selected node is enlarged by other means.
  }, [flame, selected]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const zoomed = zoomKey(event, range, totalMs, flame, selected);
    const next = zoomed ? undefined : flameKey(flame, layout, event.key, selected);
    if (zoomed) setRange(zoomed);
    else if (next === undefined) return;
    else onSelect(next);
    event.preventDefault();
  };
  const onWheel = (event: WheelEvent) => {
    const at = drawn.current?.shareAt(event) ?? 0;
    const zoomed = wheelRange(range, totalMs, event, at, canvas.current?.clientWidth ?? 0);
    if (!zoomed) return;
    setRange(zoomed);
    event.preventDefault();
  };
  const select = (event: MouseEvent) => {
    const index = drawn.current?.hit(event) ?? -1;
    if (index >= 0 && !drag.hasMoved()) onSelect(index);
    return index;
  };
  return (
    <>
      <p class="hint">
        Width is time. Double click or Enter enlarges a call, + and − or Ctrl and the wheel any part, Escape shows all.
        Arrow keys move to callers, callees and neighbours; with Shift, or a drag, the enlarged part moves.
      </p>
      <FlameOverview layout={layout} flame={flame} range={range} onRange={setRange} />
      <div
        class={`flame${isPart ? ' is-part' : ''}${drag.isDragged ? ' is-dragged' : ''}`}
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
            onDblClick={event => setRange(flameRange(flame, Math.max(select(event), 0)))}
            onWheel={onWheel}
            onPointerDown={drag.onPointerDown}
            onPointerUp={drag.onPointerUp}
            onPointerCancel={drag.onPointerUp}
            onPointerMove={event => {
              drag.onPointerMove(event);
              setPointed(drawn.current?.hit(event) ?? -1);
            }}
            onPointerLeave={() => setPointed(-1)}
          />
        </div>
      </div>
      <div class="detail range-figures">
        <p class="value" id="flame-pointed" aria-live={pointed < 0 ? 'polite' : 'off'}>
          {textOf(layout, pointed < 0 ? selected : pointed)}
        </p>
        {isPart && (
          <button type="button" class="link" onClick={() => setRange(wholeRange(totalMs))}>
            Show all
          </button>
        )}
      </div>
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
