import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../../lib/model/report.interface.js';
import { reportFileName } from '../../../lib/notifiers/message/report-file-name.js';
import { renderReport } from '../../../cli/reports/render-report.js';

/** A directory for the files of one test. */
export class ReportFiles {
  private constructor(readonly directory: string) {}

  static async make(): Promise<ReportFiles> {
    return new ReportFiles(await mkdtemp(join(tmpdir(), 'command-test-')));
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  async write(name: string, content: string | Uint8Array): Promise<string> {
    await writeFile(this.path(name), content);
    return this.path(name);
  }

  /** Writes a report under the name that the monitor gives it. */
  async report(report: Report, format: 'html' | 'json' | 'markdown' = 'json'): Promise<string> {
    return this.write(reportFileName(report, format), await renderReport(report, format));
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** A copy of a report with other facts of its execution. */
export function variantOf(report: Report, id: string, execution: Partial<Report['execution']> = {}): Report {
  return { ...report, id, execution: { ...report.execution, ...execution } };
}
