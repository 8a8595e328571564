import { durationText } from '../../../../lib/model/format/duration.js';
import type { TimelineSpan } from '../../../../lib/model/report.interface.js';
import { counted, cutLine, integer } from '../../model/text.js';

const MAX_INDENT = 14;

interface WaterfallRowProps {
  readonly span: TimelineSpan;
  readonly depth: number;
  /** Start and width of the bar, in percent of the plot. */
  readonly left: string;
  readonly width: string;
  readonly rowNumber: number;
  readonly top: number;
  onPoint(text: string): void;
}

/** One span of the waterfall, or repeated calls as one. */
export function WaterfallRow({ span, depth, left, width, rowNumber, top, onPoint }: WaterfallRowProps) {
  const name = cutLine(span.name);
  const times = span.count > 1 ? `× ${integer(span.count)}` : undefined;
  const when = `from ${durationText(span.startMs)} to ${durationText(span.endMs)}`;
  const sum = times ? `, ${counted(span.count, 'call')} of ${durationText(span.totalMs)} together` : '';
  return (
    <div
      role="row"
      class="span-row"
      aria-rowindex={rowNumber + 2}
      style={{ top: `${top}px`, '--indent': String(Math.min(depth, MAX_INDENT)) }}
      onPointerEnter={() => onPoint(`${name} · ${when}${sum}${span.failed ? ', failed' : ''}`)}
      onPointerLeave={() => onPoint('')}
    >
      <span role="rowheader" class="cell-name" title={name}>
        <span class="name value">{name}</span>
        {times !== undefined && <span class="times">{times}</span>}
        {span.failed && <span class="tag failed">failed</span>}
      </span>
      <span role="cell" class="cell-plot">
        <span class="sr-only">
          {when}
          {sum}
        </span>
        <span
          class={`span-bar span-${span.kind}${times ? ' aggregated' : ''}${span.failed ? ' failed' : ''}`}
          style={{ left, width }}
        />
      </span>
      <span role="cell" class="cell-length">
        {durationText(span.endMs - span.startMs)}
      </span>
    </div>
  );
}
