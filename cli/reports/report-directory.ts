import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { defaultOutputDir, OUTPUT_DIR_VARIABLE } from '../../lib/notifiers/local-file/default-directory.js';
import { readReportFileName } from '../../lib/notifiers/message/report-file-name.js';
import { InputError } from '../command.error.js';
import type { Environment } from '../terminal/terminal.js';
import { unreadable } from './file-fault.js';
import { readReport, type ReportFile } from './read-report.js';

const READABLE = new Set(['html', 'json']);

/** Other files may lie beside the reports: so many of them are read in vain. */
const MAX_ATTEMPTS = 50;

/** The files of one report: the same one can lie there in several formats. */
export interface StoredReport {
  /** The start of the execution, or the time of the file for a file with another name. Milliseconds since 1970. */
  readonly time: number;
  /** By the name of the file. */
  readonly durationMs: number | undefined;
  readonly html?: string;
  readonly json?: string;
}

/** The directory of the reports, unless one is given. */
export function outputDirectory(environment: Environment): string {
  return environment[OUTPUT_DIR_VARIABLE]?.trim() || defaultOutputDir();
}

/**
 * The files that can be reports, the newest first. Their content is not read.
 *
 * @throws InputError, by rejecting, when there is none
 */
export async function storedReports(directory: string): Promise<StoredReport[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
    throw unreadable(directory, error);
  });
  const reports = new Map<string, StoredReport>();
  for (const { name } of entries.filter(entry => entry.isFile())) {
    const named = readReportFileName(name);
    // `.trace.json` and others are for other tools.
    const format = named?.extension ?? extname(name).slice(1).toLowerCase();
    if (!READABLE.has(format)) continue;
    const path = join(directory, name);
    const key = named?.id ?? name.slice(0, -format.length);
    const time = named === undefined ? await timeOf(path) : Date.parse(named.startedAt);
    reports.set(key, { time, durationMs: named?.durationMs, ...reports.get(key), [format]: path });
  }
  if (reports.size === 0) {
    throw new InputError(`${directory} has no report: name another directory, or wait for a slow request`);
  }
  return [...reports.values()].sort((a, b) => b.time - a.time);
}

/**
 * The newest report of a directory, as HTML if it is there.
 *
 * @throws InputError, by rejecting, when there is none
 */
export async function newestReport(directory: string): Promise<ReportFile> {
  const stored = await storedReports(directory);
  let fault: unknown;
  for (const { html, json } of stored.slice(0, MAX_ATTEMPTS)) {
    try {
      return await readReport(html ?? json ?? directory);
    } catch (error) {
      fault ??= error;
    }
  }
  throw fault;
}

export async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isDirectory(),
    () => false,
  );
}

async function timeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
