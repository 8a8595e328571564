import { isSameEndpoint, type ReportChanges, reportChanges } from '../../lib/model/comparison/compare-reports.js';
import type { Report } from '../../lib/model/report.interface.js';
import { InputError } from '../command.error.js';
import type { ReportFile } from '../reports/read-report.js';

/** One of the two reports. */
export interface ComparedReport {
  readonly file: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly cause: string;
  readonly headline: string;
}

/** The differences between two reports about one endpoint. */
export interface Comparison extends ReportChanges {
  readonly endpoint: string;
  readonly before: ComparedReport;
  readonly after: ComparedReport;
}

/** @throws InputError when the reports are about different endpoints */
export function compareReports(before: ReportFile, after: ReportFile): Comparison {
  const [old, now] = [before.report, after.report];
  if (!isSameEndpoint(old, now)) {
    const both = `${before.path} is about ${old.execution.name}, and ${after.path} about ${now.execution.name}`;
    throw new InputError(`${both}: compare two reports of one endpoint`);
  }
  return {
    endpoint: old.execution.name,
    before: comparedOf(before.path, old),
    after: comparedOf(after.path, now),
    ...reportChanges(old, now),
  };
}

function comparedOf(file: string, { execution, verdict }: Report): ComparedReport {
  return {
    file,
    startedAt: execution.startedAt,
    durationMs: execution.durationMs,
    cause: verdict.kind,
    headline: verdict.headline,
  };
}
