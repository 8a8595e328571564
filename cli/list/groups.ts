import type { ListedReport } from './listed-report.js';

/** The reports of one endpoint, or with one cause. */
export interface ReportGroup {
  readonly name: string;
  readonly reports: number;
  readonly slowestMs: number;
  readonly medianMs: number;
  /** The start of the newest one. */
  readonly newest: string;
  /** The causes of an endpoint, or the endpoints with a cause: the most frequent first. */
  readonly of: readonly { readonly name: string; readonly reports: number }[];
}

export type GroupBy = 'endpoint' | 'cause';

/** The groups with the most reports first. */
export function groupsOf(reports: readonly ListedReport[], by: GroupBy): ReportGroup[] {
  const other = by === 'endpoint' ? 'cause' : 'endpoint';
  return [...grouped(reports, by)]
    .map(([name, group]) => groupOf(name, group, other))
    .sort((a, b) => b.reports - a.reports || b.slowestMs - a.slowestMs);
}

function groupOf(name: string, group: readonly ListedReport[], other: GroupBy): ReportGroup {
  const durations = group.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
  const of = [...grouped(group, other)]
    .map(([each, { length }]) => ({ name: each, reports: length }))
    .sort((a, b) => b.reports - a.reports);
  return {
    name,
    reports: group.length,
    slowestMs: durations.at(-1) ?? 0,
    medianMs: durations[Math.floor((durations.length - 1) / 2)] ?? 0,
    newest:
      group
        .map(({ startedAt }) => startedAt)
        .sort()
        .at(-1) ?? '',
    of,
  };
}

function grouped(reports: readonly ListedReport[], by: GroupBy): Map<string, ListedReport[]> {
  const groups = new Map<string, ListedReport[]>();
  for (const report of reports) {
    const group = groups.get(report[by]);
    if (group === undefined) groups.set(report[by], [report]);
    else group.push(report);
  }
  return groups;
}
