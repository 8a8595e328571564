import type { StoredReport } from '../reports/report-directory.js';
import type { GroupBy } from './groups.js';
import type { ListedReport } from './listed-report.js';

/** The monitor keeps 500 reports unless set otherwise. Larger directories would take minutes to read. */
export const MAX_READ = 2_000;

export type ListOrder = 'newest' | 'slowest';

/** The reports to show. */
export interface Selection {
  readonly sort: ListOrder;
  readonly by?: GroupBy;
  /** A part of the endpoint's name, in any case. */
  readonly endpoint?: string;
  /** A kind of verdict. */
  readonly cause?: string;
  readonly limit: number;
}

/** The files to read, in order, and the number of reports after which no more are needed. */
export interface Reading {
  readonly files: readonly StoredReport[];
  readonly most: number;
}

/** The names of files have time and duration: without a filter, no more files are read than are shown. */
export function readingFor(stored: readonly StoredReport[], { by, endpoint, cause, sort, limit }: Selection): Reading {
  const isFiltered = by !== undefined || endpoint !== undefined || cause !== undefined;
  const isInOrder = sort === 'newest' || stored.every(({ durationMs }) => durationMs !== undefined);
  if (isFiltered || !isInOrder) return { files: stored.slice(0, MAX_READ), most: MAX_READ };
  const files = sort === 'newest' ? stored : stored.toSorted((a, b) => (b.durationMs ?? 0) - (a.durationMs ?? 0));
  return { files: files.slice(0, MAX_READ), most: limit };
}

/** The reports that match, in order. */
export function selected(reports: readonly ListedReport[], { endpoint = '', cause, sort }: Selection): ListedReport[] {
  const part = endpoint.toLowerCase();
  return reports
    .filter(report => report.endpoint.toLowerCase().includes(part) && (cause === undefined || report.cause === cause))
    .sort((a, b) =>
      sort === 'slowest' ? b.durationMs - a.durationMs : Date.parse(b.startedAt) - Date.parse(a.startedAt),
    );
}
