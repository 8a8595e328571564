import { durationText } from '../../../../lib/model/format/duration.js';
import type { TimelineSpan } from '../../../../lib/model/report.interface.js';
import type { SpanRow } from '../../model/span-layout.js';
import { counted, cutLine, integer } from '../../model/text.js';
import { lengthOf, overlapOf, type Range } from '../../model/range.js';
import { percentOf, placeOf } from '../../model/time-axis.js';

const MAX_INDENT = 14;

interface WaterfallRowProps {
  readonly row: SpanRow;
  /** The part of the time that is drawn. */
  readonly range: Range;
  readonly rowNumber: number;
  readonly top: number;
  onPoint(text: string): void;
}

/** One span of the waterfall, or its repeated calls with a bar for each. */
export function WaterfallRow({ row, range, rowNumber, top, onPoint }: WaterfallRowProps) {
  const name = cutLine(row.name);
  const times = timesOf(row);
  return (
    <div
      role="row"
      class="span-row"
      aria-rowindex={rowNumber + 2}
      style={{ top: `${top}px`, '--indent': String(Math.min(row.depth, MAX_INDENT)) }}
      onPointerEnter={() => onPoint(`${name} · ${times}`)}
      onPointerLeave={() => onPoint('')}
    >
      <span role="rowheader" class="cell-name" title={name}>
        <span class="name value">{name}</span>
        {row.calls > 1 && <span class="times">× {integer(row.calls)}</span>}
        {row.failed !== 'none' && <span class="tag failed">{row.failed === 'all' ? 'failed' : 'some failed'}</span>}
      </span>
      <span role="cell" class="cell-plot">
        <span class="sr-only">{times}</span>
        {row.bars.map((bar, index) =>
          isOutside(bar, range) ? null : (
            <span
              key={index}
              class={barClass(bar, row.bars.length > 1)}
              style={placeOfBar(bar, range)}
              onPointerEnter={() => onPoint(`${name} · ${timesOf(asRow(bar))}`)}
              onPointerLeave={() => onPoint(`${name} · ${times}`)}
            />
          ),
        )}
      </span>
      <span role="cell" class="cell-length">
        {durationText(row.endMs - row.startMs)}
      </span>
    </div>
  );
}

/** A span without a length is drawn, too. */
function isOutside({ startMs, endMs }: TimelineSpan, range: Range): boolean {
  return startMs > range.toMs || endMs < range.fromMs;
}

function placeOfBar({ startMs, endMs }: TimelineSpan, range: Range): { left: string; width: string } {
  const visible = overlapOf({ fromMs: startMs, toMs: endMs }, range);
  return { left: placeOf(startMs, range), width: percentOf(visible, lengthOf(range)) };
}

type Times = Pick<SpanRow, 'startMs' | 'endMs' | 'calls' | 'totalMs' | 'failed'>;

function asRow({ startMs, endMs, count, totalMs, failed }: TimelineSpan): Times {
  return { startMs, endMs, calls: count, totalMs, failed: failed ? 'all' : 'none' };
}

function timesOf({ startMs, endMs, calls, totalMs, failed }: Times): string {
  const length = calls > 1 ? `${counted(calls, 'call')} of ${durationText(totalMs)} together` : durationText(totalMs);
  const failure = { none: '', some: ', some failed', all: ', failed' }[failed];
  return `${length}, from ${durationText(startMs)} to ${durationText(endMs)}${failure}`;
}

function barClass({ count, failed }: TimelineSpan, isOneOfMany: boolean): string {
  const many = isOneOfMany ? ' one-of-many' : '';
  return `span-bar${count > 1 ? ' aggregated' : many}${failed ? ' failed' : ''}`;
}
