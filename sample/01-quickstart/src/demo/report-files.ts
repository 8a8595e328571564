import type { Report } from 'nestjs-performance-monitor';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { REPORTS_DIRECTORY } from '../reports-directory.js';

export interface WrittenReport {
  readonly report: Report;
  /** The same report as a page for people. */
  readonly htmlPath: string;
}

export async function emptyReports(): Promise<void> {
  await rm(REPORTS_DIRECTORY, { recursive: true, force: true });
  await mkdir(REPORTS_DIRECTORY, { recursive: true, mode: 0o700 });
}

/** The report of each route that has one. */
export async function readReports(): Promise<Map<string, WrittenReport>> {
  const files = await readdir(REPORTS_DIRECTORY);
  const reports = new Map<string, WrittenReport>();
  for (const file of files.filter(name => name.endsWith('.json'))) {
    const html = file.replace(/\.json$/, '.html');
    if (!files.includes(html)) continue;
    const report = JSON.parse(await readFile(join(REPORTS_DIRECTORY, file), 'utf8')) as Partial<Report>;
    if (report.schemaVersion !== 1 || report.execution === undefined) continue;
    reports.set(report.execution.name, { report: report as Report, htmlPath: join(REPORTS_DIRECTORY, html) });
  }
  return reports;
}
