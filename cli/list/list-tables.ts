import { durationText } from '../../lib/model/format/duration.js';
import { momentText } from '../reports/report-text.js';
import type { Column } from '../terminal/table.js';
import { Text } from '../terminal/text.js';
import type { GroupBy, ReportGroup } from './groups.js';
import type { ListedReport } from './listed-report.js';

const MAX_NAMED = 3;

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Text[])[];
}

export function reportTable(reports: readonly ListedReport[]): Table {
  return {
    columns: [
      { title: 'started' },
      { title: 'duration', align: 'right' },
      { title: 'cause' },
      { title: 'endpoint', flexible: true },
      { title: 'file', wraps: true },
    ],
    rows: reports.map(({ startedAt, durationMs, cause, endpoint, file }) => [
      Text.of(momentText(Date.parse(startedAt))),
      Text.of(durationText(durationMs), 'bold'),
      Text.of(cause, 'yellow'),
      Text.of(endpoint),
      Text.of(file, 'dim'),
    ]),
  };
}

export function groupTable(groups: readonly ReportGroup[], by: GroupBy): Table {
  return {
    columns: [
      { title: 'reports', align: 'right' },
      { title: 'slowest', align: 'right' },
      { title: 'median', align: 'right' },
      { title: 'newest' },
      { title: by, flexible: true },
      { title: by === 'endpoint' ? 'causes' : 'endpoints', flexible: true },
    ],
    rows: groups.map(({ name, reports, slowestMs, medianMs, newest, of }) => [
      Text.of(String(reports)),
      Text.of(durationText(slowestMs), 'bold'),
      Text.of(durationText(medianMs)),
      Text.of(momentText(Date.parse(newest))),
      Text.of(name),
      Text.of(namesText(of), by === 'endpoint' ? 'yellow' : undefined),
    ]),
  };
}

/** `io 12, cpu 3, 2 more` */
function namesText(of: ReportGroup['of']): string {
  const named = of.slice(0, MAX_NAMED).map(({ name, reports }) => (reports === 1 ? name : `${name} ${reports}`));
  const more = of.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
