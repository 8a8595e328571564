import { useEffect, useRef } from 'preact/hooks';
import { durationText } from '../../../../lib/model/format/duration.js';
import { RangeSlider } from '../../components/range-slider.js';
import { Swatch } from '../../components/swatch.js';
import type { Intervals } from '../../model/intervals.js';
import { rangeFigures } from '../../model/range-figures.js';
import { isWhole, lengthOf, type Range, wholeRange } from '../../model/range.js';
import { timeText } from '../../model/time-axis.js';
import { LaneCanvas } from './lane-canvas.js';

/** Further kinds of time are summed up. */
const NAMED = 6;

interface TimeRangeProps {
  readonly lanes: readonly Intervals[];
  readonly durationMs: number;
  readonly range: Range;
  onRange(range: Range): void;
}

/** Selects a part of the time, and adds up what it consists of. */
export function TimeRange({ lanes, durationMs, range, onRange }: TimeRangeProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current) return undefined;
    const drawn = new LaneCanvas(canvas.current, lanes, wholeRange(durationMs));
    return () => drawn.close();
  }, [lanes, durationMs]);
  return (
    <>
      <RangeSlider label="Selected time" totalMs={durationMs} range={range} onRange={onRange}>
        <canvas ref={canvas} aria-hidden="true" />
      </RangeSlider>
      <p class="range-figures" role="status">
        {isWhole(range, durationMs) ? (
          <span class="hint">Drag over this strip to select a part of the time.</span>
        ) : (
          <>
            <Figures lanes={lanes} range={range} />
            <button type="button" class="link" onClick={() => onRange(wholeRange(durationMs))}>
              Show all
            </button>
          </>
        )}
      </p>
    </>
  );
}

function Figures({ lanes, range }: Pick<TimeRangeProps, 'lanes' | 'range'>) {
  const figures = rangeFigures(lanes, range);
  const step = lengthOf(range) / 10;
  const rest = figures.slice(NAMED).reduce((sum, { ms }) => sum + ms, 0);
  return (
    <>
      <strong>
        {durationText(lengthOf(range))} from {timeText(range.fromMs, step)} to {timeText(range.toMs, step)}
      </strong>
      {figures.slice(0, NAMED).map(({ tone, label, ms }) => (
        <span key={`${tone} ${label}`}>
          <Swatch tone={tone} />
          <span class="value">{label}</span> {durationText(ms)}
        </span>
      ))}
      {rest > 0 && <span class="muted">others {durationText(rest)}</span>}
    </>
  );
}
