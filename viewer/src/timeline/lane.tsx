import { useEffect, useRef } from 'preact/hooks';
import { ms } from '../format.js';
import type { Intervals } from './intervals.js';
import { LaneCanvas } from './lane-canvas.js';

interface LaneProps {
  readonly title: string;
  readonly intervals: Intervals;
  readonly durationMs: number;
  /** Says what is under the pointer; '' when there is nothing. */
  onPoint(text: string): void;
}

/** One lane under the waterfall, on the same time axis. The table below the lanes is its full equivalent. */
export function Lane({ title, intervals, durationMs, onPoint }: LaneProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const lane = useRef<LaneCanvas>(undefined);

  useEffect(() => {
    if (!canvas.current) return undefined;
    const drawn = new LaneCanvas(canvas.current, intervals, durationMs);
    lane.current = drawn;
    return () => drawn.close();
  }, [intervals, durationMs]);

  const onPointerMove = (event: PointerEvent) => {
    const index = lane.current?.hit(event.clientX) ?? -1;
    onPoint(index < 0 ? '' : describeInterval(intervals, index));
  };

  return (
    <div class="span-row lane">
      <span class="cell-name">{title}</span>
      <span class="cell-plot">
        <canvas
          ref={canvas}
          role="img"
          aria-label={`${title}: ${intervals.start.length} stretches, listed in the table below`}
          onPointerMove={onPointerMove}
          onPointerLeave={() => onPoint('')}
        />
      </span>
      <span class="cell-length">{ms(totalOf(intervals))}</span>
    </div>
  );
}

export function describeInterval({ labels, start, end }: Intervals, index: number): string {
  const from = start[index] ?? 0;
  const to = end[index] ?? 0;
  return `${labels[index] ?? ''} · ${ms(to - from)}, from ${ms(from)} to ${ms(to)}`;
}

function totalOf({ start, end }: Intervals): number {
  return end.reduce((sum, to, index) => sum + to - (start[index] ?? 0), 0);
}
