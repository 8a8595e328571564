import type { Report } from '../../lib/model/report.interface.js';
import { InputError } from '../command.error.js';
import type { ReportFile } from '../reports/read-report.js';
import { changeOf, changesOf, type Change } from './change.js';
import { functionsOf, operationsOf, partsOf, spansOf } from './quantities.js';

/** One of the two reports. */
export interface ComparedReport {
  readonly file: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly cause: string;
  readonly headline: string;
}

/** The differences between two reports about one endpoint. */
export interface Comparison {
  readonly endpoint: string;
  readonly before: ComparedReport;
  readonly after: ComparedReport;
  readonly duration: Change;
  /** The parts of the wall time. Their changes add up to that of the duration. */
  readonly accounting: readonly Change[];
  /** Methods, by wall time. */
  readonly spans: readonly Change[];
  /** Functions, by their own CPU time. */
  readonly functions: readonly Change[];
  /** Requests to other servers. */
  readonly operations: readonly Change[];
}

/** @throws InputError when the reports are about different endpoints */
export function compareReports(before: ReportFile, after: ReportFile): Comparison {
  const [old, now] = [before.report, after.report];
  if (old.execution.kind !== now.execution.kind || old.execution.name !== now.execution.name) {
    const both = `${before.path} is about ${old.execution.name}, and ${after.path} about ${now.execution.name}`;
    throw new InputError(`${both}: compare two reports of one endpoint`);
  }
  const changes = (quantities: typeof partsOf): Change[] => changesOf(quantities(old), quantities(now));
  return {
    endpoint: old.execution.name,
    before: comparedOf(before.path, old),
    after: comparedOf(after.path, now),
    duration: changeOf('duration', { ms: old.execution.durationMs }, { ms: now.execution.durationMs }),
    accounting: changes(partsOf).filter(({ beforeMs, afterMs }) => beforeMs > 0 || afterMs > 0),
    spans: changes(spansOf),
    functions: changes(functionsOf),
    operations: changes(operationsOf),
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
