import type { Report } from '../../lib/model/report.interface.js';
import { InputError } from '../command.error.js';
import { readReport } from '../reports/read-report.js';
import type { StoredReport } from '../reports/report-directory.js';

/** One report in a list. */
export interface ListedReport {
  readonly file: string;
  readonly id: string;
  readonly startedAt: string;
  readonly kind: string;
  readonly endpoint: string;
  readonly durationMs: number;
  readonly cause: string;
  readonly headline: string;
}

/** A file that is no report. */
export interface SkippedFile {
  readonly file: string;
  readonly reason: string;
}

export interface ReadList {
  readonly reports: readonly ListedReport[];
  readonly skipped: readonly SkippedFile[];
}

/**
 * Reads reports, from their JSON files where there are some: those are faster to read.
 *
 * @param most the number of reports after which it stops
 * @param onFile called before each file, with its number
 */
export async function readList(
  stored: readonly StoredReport[],
  most: number,
  onFile: (index: number) => void,
): Promise<ReadList> {
  const reports: ListedReport[] = [];
  const skipped: SkippedFile[] = [];
  for (const [index, { html, json }] of stored.entries()) {
    if (reports.length >= most) break;
    onFile(index);
    const file = json ?? html ?? '';
    try {
      const { report } = await readReport(file);
      // A person opens the page.
      reports.push(listed(html ?? file, report));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      skipped.push({ file, reason: error.message });
    }
  }
  return { reports, skipped };
}

function listed(file: string, { id, execution, verdict }: Report): ListedReport {
  return {
    file,
    id,
    startedAt: execution.startedAt,
    kind: execution.kind,
    endpoint: execution.name,
    durationMs: execution.durationMs,
    cause: verdict.kind,
    headline: verdict.headline,
  };
}
