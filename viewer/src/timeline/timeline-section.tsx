import { useMemo, useState } from 'preact/hooks';
import type { Timeline } from '../../../lib/model/report.interface.js';
import { Section } from '../components/section.js';
import { Swatch } from '../components/swatch.js';
import { counted } from '../format.js';
import { LOOP_NAMES, type Tone, waitName } from '../tones.js';
import { loopIntervals, waitIntervals } from './intervals.js';
import { Lane } from './lane.js';
import { LaneTable } from './lane-table.js';
import { layOutSpans } from './span-layout.js';
import { Waterfall } from './waterfall.js';

/** When things happened: the spans, and below them what the event loop did and what was waited for. */
export function TimelineSection({ timeline, durationMs }: { timeline: Timeline; durationMs: number }) {
  const spans = useMemo(() => layOutSpans(timeline.spans), [timeline]);
  const loop = useMemo(() => loopIntervals(timeline.loop), [timeline]);
  const waits = useMemo(() => waitIntervals(timeline.waits), [timeline]);
  const [pointed, setPointed] = useState('');
  const aside = `${counted(timeline.spans.length, 'span')}${timeline.spansDropped > 0 ? `, ${timeline.spansDropped} left out` : ''}`;
  return (
    <Section id="timeline" title="Timeline" aside={aside}>
      <Waterfall layout={spans} durationMs={durationMs} onPoint={setPointed}>
        <Lane title="Event loop" intervals={loop} durationMs={durationMs} onPoint={setPointed} />
        <Lane title="Waits" intervals={waits} durationMs={durationMs} onPoint={setPointed} />
      </Waterfall>
      <p class="detail value pointed">{pointed || 'Point at a span or a stretch to read its times.'}</p>
      <Legend tones={legendOf(timeline)} />
      <LaneTable title="Event loop" intervals={loop} />
      <LaneTable title="Waits" intervals={waits} />
    </Section>
  );
}

function Legend({ tones }: { tones: ReadonlyMap<Tone, string> }) {
  return (
    <ul class="legend">
      {[...tones].map(([tone, name]) => (
        <li key={tone}>
          <Swatch tone={tone} />
          {name}
        </li>
      ))}
    </ul>
  );
}

/** Only what the lanes show. */
function legendOf(timeline: Timeline): Map<Tone, string> {
  return new Map<Tone, string>([
    ...timeline.loop.map(({ type }): [Tone, string] => [type, LOOP_NAMES[type]]),
    ...timeline.waits.map(({ on }): [Tone, string] => [on, waitName(on)]),
  ]);
}
