import { REPORT_FORMATS, type ReportFormat } from '../../model/report-formats.js';
import type { Report } from '../../model/report.interface.js';

/** Leaves room for the temporary name: file systems allow 255 bytes. */
const MAX_LENGTH = 150;
const MAX_ID = 60;

/**
 * The name of a report's file. It sorts by time, names the execution, and consists of `A-Z a-z 0-9 . _ -` for every endpoint.
 *
 * @example
 * 2026-11-23T09-15-02.123Z_http_GET-orders-id_1840ms_<id>.html
 *
 * @internal
 */
export function reportFileName(report: Report, format: ReportFormat): string {
  const { startedAt, kind, name, durationMs } = report.execution;
  const begin = `${plain(startedAt.replaceAll(':', '-'), 30)}_${plain(kind, 10)}_`;
  const end = `_${Math.round(durationMs)}ms_${plain(report.id, MAX_ID)}.${REPORT_FORMATS[format].extension}`;
  return begin + (words(name).slice(0, MAX_LENGTH - begin.length - end.length) || 'unnamed') + end;
}

function plain(text: string, maxLength: number): string {
  return text.replace(/[^A-Za-z0-9.-]/g, '-').slice(0, maxLength);
}

/** `GET /orders/:id` becomes `GET-orders-id`. */
function words(name: string): string {
  return name
    .slice(0, 1_000)
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** The name of a digest's file. It sorts beside the reports. @internal */
export function digestFileName(until: string, id: string): string {
  return `${plain(until.replaceAll(':', '-'), 30)}_digest_${plain(id, MAX_ID)}.md`;
}

const OWN_NAME =
  /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}\.\d{3}Z_(?:[a-z]{1,10}_[A-Za-z0-9-]{1,150}_\d{1,15}ms|digest)_[A-Za-z0-9.-]{1,60}\.[a-z.]{2,20}$/;

/** True for the name of a report or a digest. @internal */
export function isOwnFileName(name: string): boolean {
  return OWN_NAME.test(name);
}

/** The facts in the name of a report's file. @internal */
export interface NamedReport {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** Equal for all formats of one report. */
  readonly id: string;
  /** Without the dot: `md`. */
  readonly extension: string;
}

const FACTS =
  /^(\d{4}-\d{2}-\d{2}T)(\d{2})-(\d{2})-(\d{2}\.\d{3}Z)_[a-z]{1,10}_[A-Za-z0-9-]{1,150}_(\d{1,15})ms_([a-z0-9-]{1,60})\.([a-z.]{2,20})$/;

/** Reads the name of a report's file; `undefined` for any other name. @internal */
export function readReportFileName(fileName: string): NamedReport | undefined {
  const [, date, hours, minutes, seconds, durationMs, id, extension] = FACTS.exec(fileName) ?? [];
  if (id === undefined || extension === undefined) return undefined;
  return { startedAt: `${date}${hours}:${minutes}:${seconds}`, durationMs: Number(durationMs), id, extension };
}
