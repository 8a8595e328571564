import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Timeline } from '../../../../lib/model/report.interface.js';
import { Section } from '../../components/section.js';
import { Swatch } from '../../components/swatch.js';
import type { Address } from '../../components/use-address.js';
import { counted } from '../../model/text.js';
import { LOOP_NAMES, type Tone, waitName } from '../../model/tones.js';
import { loopIntervals, waitIntervals } from '../../model/intervals.js';
import { isWhole, type Range, rangeBetween, wholeRange } from '../../model/range.js';
import { layOutSpans } from '../../model/span-layout.js';
import { Lane } from './lane.js';
import { LaneTable } from './lane-table.js';
import { TimeRange } from './time-range.js';
import { Waterfall } from './waterfall.js';

interface TimelineSectionProps {
  readonly timeline: Timeline;
  readonly durationMs: number;
  readonly address: Address;
}

/** The spans on a time axis; below them the lanes of the event loop and of the waits. */
export function TimelineSection({ timeline, durationMs, address }: TimelineSectionProps) {
  const spans = useMemo(() => layOutSpans(timeline.spans), [timeline]);
  const loop = useMemo(() => loopIntervals(timeline.loop), [timeline]);
  const waits = useMemo(() => waitIntervals(timeline.waits), [timeline]);
  const lanes = useMemo(() => [loop, waits], [loop, waits]);
  const [range, setRange] = useState<Range>(() => openedRange(address, durationMs));
  useEffect(() => address.save({ time: isWhole(range, durationMs) ? undefined : range }), [range]);
  const rows = useMemo(
    () => spans.filter(({ startMs, endMs }) => startMs <= range.toMs && endMs >= range.fromMs),
    [spans, range],
  );
  const [pointed, setPointed] = useState('');
  const aside = `${counted(timeline.spans.length, 'span')}${timeline.spansDropped > 0 ? `, ${timeline.spansDropped} left out` : ''}`;
  return (
    <Section id="timeline" title="Timeline" aside={aside}>
      <p class="hint">
        A bar lasts from the call to its result, waits included. A selected part of the time applies to this section.
      </p>
      <TimeRange lanes={lanes} durationMs={durationMs} range={range} onRange={setRange} />
      <Waterfall rows={rows} range={range} onPoint={setPointed}>
        <Lane title="Event loop" intervals={loop} range={range} onPoint={setPointed} />
        <Lane title="Waits" intervals={waits} range={range} onPoint={setPointed} />
      </Waterfall>
      <p class="detail value pointed">{pointed || 'Point at a span or an interval to read its times.'}</p>
      <Legend tones={legendOf(timeline)} joined={lanes.some(each => each.joined.some(count => count > 0))} />
      <LaneTable title="Event loop" intervals={loop} range={range} />
      <LaneTable title="Waits" intervals={waits} range={range} />
    </Section>
  );
}

function openedRange({ opened: { time } }: Address, durationMs: number): Range {
  return time === undefined ? wholeRange(durationMs) : rangeBetween(time.fromMs, time.toMs, durationMs);
}

function Legend({ tones, joined }: { tones: ReadonlyMap<Tone, string>; joined: boolean }) {
  return (
    <ul class="legend">
      {[...tones].map(([tone, name]) => (
        <li key={tone}>
          <Swatch tone={tone} />
          {name}
        </li>
      ))}
      {joined && (
        <li>
          <span class="swatch joined" aria-hidden="true" />
          pale: several short intervals, as high as their share of the time
        </li>
      )}
    </ul>
  );
}

/** The colours that the lanes contain. */
function legendOf(timeline: Timeline): Map<Tone, string> {
  return new Map<Tone, string>([
    ...timeline.loop.map(({ type }): [Tone, string] => [type, LOOP_NAMES[type]]),
    ...timeline.waits.map(({ on }): [Tone, string] => [on, waitName(on)]),
  ]);
}
