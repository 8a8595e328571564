import { durationText } from '../../../model/format/duration.js';
import { markdownCode, markdownRow } from '../../../model/format/markdown-text.js';
import type { Timeline, TimelineSpan } from '../../../model/report.interface.js';
import type { Section } from './section.js';

const MAX_SPANS = 30;
const MAX_NAME = 150;

/** The longest spans, ordered by their start. Spans of one name and kind are one row. @internal */
export function spansSection({ spans, spansDropped }: Timeline): Section {
  const all = grouped(spans);
  const longest = all.toSorted((a, b) => b.totalMs - a.totalMs).slice(0, MAX_SPANS);
  const rows = longest
    .toSorted((a, b) => a.startMs - b.startMs)
    .map(({ name, kind, startMs, totalMs, count, failed }) =>
      markdownRow([
        markdownCode(name, MAX_NAME),
        kind,
        durationText(startMs),
        durationText(totalMs),
        String(count),
        failed ? 'failed' : '',
      ]),
    );
  const missing = all.length - longest.length + spansDropped;
  const note = missing > 0 ? ['', `${missing} shorter ones are not shown.`] : [];
  return {
    title: 'Longest spans',
    lines:
      rows.length === 0
        ? []
        : [
            markdownRow(['span', 'kind', 'start', 'time', 'calls', '']),
            '| --- | --- | ---: | ---: | ---: | --- |',
            ...rows,
            ...note,
          ],
  };
}

function grouped(spans: readonly TimelineSpan[]): TimelineSpan[] {
  const groups = new Map<string, TimelineSpan>();
  for (const span of spans) {
    const key = `${span.kind} ${span.name}`;
    const group = groups.get(key);
    groups.set(key, group === undefined ? span : together(group, span));
  }
  return [...groups.values()];
}

function together(group: TimelineSpan, span: TimelineSpan): TimelineSpan {
  return {
    ...group,
    startMs: Math.min(group.startMs, span.startMs),
    endMs: Math.max(group.endMs, span.endMs),
    count: group.count + span.count,
    totalMs: group.totalMs + span.totalMs,
    failed: group.failed || span.failed,
  };
}
