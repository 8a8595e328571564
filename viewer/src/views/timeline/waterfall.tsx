import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { durationText } from '../../../../lib/model/format/duration.js';
import { shareOf } from '../../../../lib/model/format/share.js';
import { useWindow } from '../../components/use-window.js';
import type { SpanLayout } from '../../model/span-layout.js';
import { ticks, tickStep } from '../../model/time-axis.js';
import { WaterfallRow } from './waterfall-row.js';

/** Pixels; the same value is in `timeline.css`. */
const ROW_HEIGHT = 28;

interface WaterfallProps {
  readonly layout: SpanLayout;
  readonly durationMs: number;
  onPoint(text: string): void;
  /** The lanes. */
  readonly children?: ComponentChildren;
}

/** The spans on a time axis, one row each in nesting order. The lanes stay in view below them. */
export function Waterfall({ layout, durationMs, onPoint, children }: WaterfallProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const count = layout.spans.length;
  const { first, last } = useWindow(scroller, count, ROW_HEIGHT);
  const tick = percentOf(tickStep(durationMs), durationMs);
  return (
    <div
      class="grid timeline"
      role="region"
      aria-label="Waterfall"
      tabIndex={0}
      ref={scroller}
      style={{ '--tick': tick }}
    >
      <div role="table" aria-label="Spans" aria-rowcount={count + 1}>
        <div role="rowgroup" class="grid-head">
          <div role="row" class="span-row" aria-rowindex={1}>
            <span role="columnheader" class="cell-name">
              Span
            </span>
            <span role="columnheader" class="cell-plot axis" aria-label="Time">
              {ticks(durationMs).map(at => (
                <span key={at} class="tick" style={{ left: percentOf(at, durationMs) }}>
                  {at === 0 ? '0' : durationText(at)}
                </span>
              ))}
            </span>
            <span role="columnheader" class="cell-length">
              Length
            </span>
          </div>
        </div>
        <div role="rowgroup" class="grid-body" style={{ height: `${count * ROW_HEIGHT}px` }}>
          {layout.spans.slice(first, last).map((span, offset) => {
            const row = first + offset;
            return (
              <WaterfallRow
                key={row}
                span={span}
                depth={layout.depth[row] ?? 0}
                left={percentOf(layout.start[row] ?? 0, durationMs)}
                width={percentOf((layout.end[row] ?? 0) - (layout.start[row] ?? 0), durationMs)}
                rowNumber={row}
                top={row * ROW_HEIGHT}
                onPoint={onPoint}
              />
            );
          })}
        </div>
      </div>
      <div class="lanes">{children}</div>
    </div>
  );
}

function percentOf(part: number, total: number): string {
  return `${Math.min(Math.max(shareOf(part, total), 0), 1) * 100}%`;
}
