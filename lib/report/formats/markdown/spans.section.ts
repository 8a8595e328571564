import { durationText } from '../../../model/format/duration.js';
import { markdownCode, markdownRow } from '../../../model/format/markdown-text.js';
import type { Timeline } from '../../../model/report.interface.js';
import type { Section } from './section.js';

const MAX_SPANS = 30;
const MAX_NAME = 150;

/** The longest spans, ordered by their start. @internal */
export function spansSection({ spans, spansDropped }: Timeline): Section {
  const longest = spans.toSorted((a, b) => b.totalMs - a.totalMs).slice(0, MAX_SPANS);
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
  const missing = spans.length - longest.length + spansDropped;
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
