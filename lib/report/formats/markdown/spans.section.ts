import { showDuration } from '../../../diagnosis/findings/headline.js';
import { markdownCode, markdownRow } from './markdown-text.js';
import type { Timeline } from '../../../model/report.interface.js';
import type { Section } from './section.js';

const MAX_SPANS = 30;
const MAX_NAME = 150;

/** The steps that took longest, in the order in which they began. @internal */
export function spansSection({ spans, spansDropped }: Timeline): Section {
  const longest = spans.toSorted((a, b) => b.totalMs - a.totalMs).slice(0, MAX_SPANS);
  const rows = longest
    .toSorted((a, b) => a.startMs - b.startMs)
    .map(({ name, kind, startMs, totalMs, count, failed }) =>
      markdownRow([
        markdownCode(name, MAX_NAME),
        kind,
        showDuration(startMs),
        showDuration(totalMs),
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
