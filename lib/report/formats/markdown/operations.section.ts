import { durationText } from '../../../model/format/duration.js';
import { markdownCode, markdownRow } from '../../../model/format/markdown-text.js';
import type { ReportOperation } from '../../../model/report.interface.js';
import type { Section } from './section.js';

const MAX_OPERATIONS = 30;
const MAX_LABEL = 200;

/** The requests to other servers that took longest. @internal */
export function operationsSection(operations: readonly ReportOperation[]): Section {
  const rows = operations
    .slice(0, MAX_OPERATIONS)
    .map(({ label, calls, totalMs, maxMs, queuedMs, failed, concurrency, spans }) =>
      markdownRow([
        markdownCode(label, MAX_LABEL),
        String(calls),
        durationText(totalMs),
        durationText(maxMs),
        durationText(queuedMs),
        String(concurrency),
        String(failed),
        markdownCode(spans[0] ?? '', MAX_LABEL),
      ]),
    );
  const missing = operations.length - rows.length;
  const note = missing > 0 ? ['', `${missing} shorter ones are not shown.`] : [];
  const head = [
    markdownRow(['operation', 'calls', 'time', 'longest', 'queued', 'at once', 'failed', 'in']),
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
  ];
  return { title: 'Queries and calls', lines: rows.length === 0 ? [] : [...head, ...rows, ...note] };
}
