import type { Report, TimelineSpan } from '../../../model/report.interface.js';
import { waitText } from '../../../model/format/wait.js';
import { durationText } from '../../../model/format/duration.js';
import { microseconds } from '../time-order/microseconds.js';
import { shownName } from '../time-order/shown-name.js';

/** One bar of the trace. @internal */
export interface TrackEntry {
  readonly track: 'Spans' | 'Waits' | 'Event loop';
  readonly name: string;
  /** Microseconds from the start of the execution. */
  readonly start: number;
  readonly end: number;
  /** One of DevTools' colors. */
  readonly color: 'primary' | 'secondary' | 'tertiary' | 'error';
  readonly properties: readonly (readonly [name: string, value: string])[];
}

/** Spans, waits, and what held the event loop, as bars. @internal */
export function* trackEntries({ timeline }: Report): Generator<TrackEntry, void> {
  for (const span of timeline.spans) {
    yield {
      track: 'Spans',
      name: shownName(span.name),
      ...timesOf(span),
      color: span.failed ? 'error' : 'primary',
      properties: spanProperties(span),
    };
  }
  for (const { on, label, joined, ...times } of timeline.waits) {
    const name = on === 'client' || on === 'unexplained' ? `${on} ${label}` : waitText({ on, label });
    yield {
      track: 'Waits',
      name: shownName(name),
      ...timesOf(times),
      color: 'secondary',
      properties: joinedText(joined),
    };
  }
  for (const { type, by, joined, ...times } of timeline.loop) {
    if (type === 'own') continue;
    const name = type === 'blocked' ? `blocked by ${by ?? 'other work'}` : LOOP_NAMES[type];
    const color = type === 'gc' ? 'tertiary' : 'error';
    yield { track: 'Event loop', name: shownName(name), ...timesOf(times), color, properties: joinedText(joined) };
  }
}

const LOOP_NAMES = { gc: 'garbage collection', starved: 'no processor' } as const;

/** A bar has a width in every tool. */
function timesOf({ startMs, endMs }: { startMs: number; endMs: number }): { start: number; end: number } {
  const start = microseconds(startMs);
  return { start, end: Math.max(start + 1, microseconds(endMs)) };
}

function spanProperties({ kind, count, totalMs, failed }: TimelineSpan): [string, string][] {
  return [
    ['kind', kind],
    ...(count > 1 ? [['calls', `${count}, ${durationText(totalMs)} together`] as [string, string]] : []),
    ...(failed ? [['outcome', 'failed'] as [string, string]] : []),
  ];
}

function joinedText(joined: { readonly count: number } | undefined): [string, string][] {
  return joined === undefined ? [] : [['intervals', `${joined.count} short ones as one`]];
}
