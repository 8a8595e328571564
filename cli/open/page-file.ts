import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { reportFileName } from '../../lib/notifiers/message/report-file-name.js';
import { unwritable } from '../reports/file-fault.js';
import type { ReportFile } from '../reports/read-report.js';
import { renderReport } from '../reports/render-report.js';

const OWNER_ONLY = 0o600;

/**
 * The path of the report as a page. That of a JSON report is written into the system's temporary directory, for its owner
 * only, and stays there: the browser reads it later.
 */
export async function pageFile({ path, format, report }: ReportFile): Promise<string> {
  if (format === 'html') return resolve(path);
  const page = await renderReport(report, 'html');
  const directory = await mkdtemp(join(tmpdir(), 'performance-report-')).catch((error: unknown) => {
    throw unwritable(tmpdir(), error);
  });
  const file = join(directory, reportFileName(report, 'html'));
  await writeFile(file, page, { mode: OWNER_ONLY, flag: 'wx' }).catch((error: unknown) => {
    throw unwritable(file, error);
  });
  return file;
}
