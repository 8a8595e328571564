import { useEffect, useRef } from 'preact/hooks';
import { durationText } from '../../../../lib/model/format/duration.js';
import { counted } from '../../model/text.js';
import { type Intervals, totalWithin } from '../../model/intervals.js';
import type { Range } from '../../model/range.js';
import { LaneCanvas } from './lane-canvas.js';

interface LaneProps {
  readonly title: string;
  readonly intervals: Intervals;
  /** The part of the time that is drawn. */
  readonly range: Range;
  /** Receives the text of the interval under the pointer, `''` when there is none. */
  onPoint(text: string): void;
}

/** One lane below the waterfall, on the same time axis. The table below the lanes has the same intervals. */
export function Lane({ title, intervals, range, onPoint }: LaneProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const lane = useRef<LaneCanvas>(undefined);

  useEffect(() => {
    if (!canvas.current) return undefined;
    const drawn = new LaneCanvas(canvas.current, [intervals], range);
    lane.current = drawn;
    return () => drawn.close();
  }, [intervals]);
  useEffect(() => lane.current?.show(range), [range]);

  const onPointerMove = (event: PointerEvent) => {
    const index = lane.current?.hit(event) ?? -1;
    onPoint(index < 0 ? '' : describeInterval(intervals, index));
  };

  return (
    <div class="span-row lane">
      <span class="cell-name">{title}</span>
      <span class="cell-plot">
        <canvas
          ref={canvas}
          role="img"
          aria-label={`${title}: listed in the table below`}
          onPointerMove={onPointerMove}
          onPointerLeave={() => onPoint('')}
        />
      </span>
      <span class="cell-length">{durationText(totalWithin(intervals, range))}</span>
    </div>
  );
}

function describeInterval({ labels, start, end, from, to, joined }: Intervals, index: number): string {
  const length = durationText((end[index] ?? 0) - (start[index] ?? 0));
  const count = joined[index] ?? 0;
  const many = count > 0 ? ` in ${counted(count, 'interval')}` : '';
  return `${labels[index] ?? ''} · ${length}${many}, from ${durationText(from[index] ?? 0)} to ${durationText(to[index] ?? 0)}`;
}
