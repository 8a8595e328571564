import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { useWindow } from '../../components/use-window.js';
import type { SpanRow } from '../../model/span-layout.js';
import { lengthOf, type Range } from '../../model/range.js';
import { percentOf, placeOf, ticks, tickStep, timeText } from '../../model/time-axis.js';
import { WaterfallRow } from './waterfall-row.js';

/** Pixels; the same value is in `timeline.css`. */
const ROW_HEIGHT = 28;

interface WaterfallProps {
  readonly rows: readonly SpanRow[];
  /** The part of the time that is drawn. */
  readonly range: Range;
  onPoint(text: string): void;
  /** The lanes. */
  readonly children?: ComponentChildren;
}

/** The spans on a time axis, in nesting order. The lanes stay in view below them. */
export function Waterfall({ rows, range, onPoint, children }: WaterfallProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const count = rows.length;
  const { first, last } = useWindow(scroller, count, ROW_HEIGHT);
  const marks = ticks(range);
  const step = tickStep(lengthOf(range));
  const tick = percentOf(step, lengthOf(range));
  return (
    <div
      class="grid timeline"
      role="region"
      aria-label="Waterfall"
      tabIndex={0}
      ref={scroller}
      style={{ '--tick': tick, '--first-tick': placeOf(marks[0] ?? 0, range) }}
    >
      <div role="table" aria-label="Spans" aria-rowcount={count + 1}>
        <div role="rowgroup" class="grid-head">
          <div role="row" class="span-row" aria-rowindex={1}>
            <span role="columnheader" class="cell-name">
              Span
            </span>
            <span role="columnheader" class="cell-plot axis" aria-label="Time">
              {marks.map(at => (
                <span key={at} class="tick" style={{ left: placeOf(at, range) }}>
                  {timeText(at, step)}
                </span>
              ))}
            </span>
            <span role="columnheader" class="cell-length">
              Length
            </span>
          </div>
        </div>
        <div role="rowgroup" class="grid-body" style={{ height: `${count * ROW_HEIGHT}px` }}>
          {rows.slice(first, last).map((row, offset) => (
            <WaterfallRow
              key={first + offset}
              row={row}
              range={range}
              rowNumber={first + offset}
              top={(first + offset) * ROW_HEIGHT}
              onPoint={onPoint}
            />
          ))}
        </div>
      </div>
      <div class="lanes">{children}</div>
    </div>
  );
}
