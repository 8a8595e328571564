import { useState } from 'preact/hooks';
import { durationText } from '../../../../lib/model/format/duration.js';
import { counted, integer } from '../../model/text.js';
import { Swatch } from '../../components/swatch.js';
import type { Intervals } from '../../model/intervals.js';
import type { Range } from '../../model/range.js';

interface LaneTableProps {
  readonly title: string;
  readonly intervals: Intervals;
  /** The part of the time that is drawn. */
  readonly range: Range;
}

/** The intervals of a lane in the drawn part, as a table. Its rows are rendered when the reader opens it. */
export function LaneTable({ title, intervals, range }: LaneTableProps) {
  const [open, setOpen] = useState(false);
  const listed = [...intervals.labels.keys()].filter(
    index => (intervals.from[index] ?? 0) <= range.toMs && (intervals.to[index] ?? 0) >= range.fromMs,
  );
  if (intervals.start.length === 0) return null;
  return (
    <details onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>
        {title} as a table ({integer(listed.length)})
      </summary>
      {open && (
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">Interval</th>
              <th scope="col" class="number">
                From
              </th>
              <th scope="col" class="number">
                To
              </th>
              <th scope="col" class="number">
                Length
              </th>
            </tr>
          </thead>
          <tbody>
            {listed.map(index => {
              const joined = intervals.joined[index] ?? 0;
              return (
                <tr key={index}>
                  <th scope="row">
                    <Swatch tone={intervals.tones[index] ?? 'other'} />
                    <span class="value">{intervals.labels[index]}</span>
                    {joined > 0 && <span class="muted"> · {counted(joined, 'interval')}</span>}
                  </th>
                  <td class="number">{durationText(intervals.from[index] ?? 0)}</td>
                  <td class="number">{durationText(intervals.to[index] ?? 0)}</td>
                  <td class="number">{durationText((intervals.end[index] ?? 0) - (intervals.start[index] ?? 0))}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </details>
  );
}
