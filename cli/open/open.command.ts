import type { CommandContext, OutputOptions } from '../command-context.interface.js';
import { isDirectory, newestReport, outputDirectory } from '../reports/report-directory.js';
import { readReport } from '../reports/read-report.js';
import { endpointText } from '../reports/report-text.js';
import { line } from '../terminal/text.js';
import { openFile } from './opener.js';
import { pageFile } from './page-file.js';

export interface OpenOptions extends OutputOptions {
  /** `false` prints the path of the page, and opens nothing. */
  readonly browser: boolean;
}

/** Opens a report, or the newest one of a directory, in the browser. */
export async function openReport(
  given: string | undefined,
  { browser, json }: OpenOptions,
  { terminal, environment, platform }: CommandContext,
): Promise<void> {
  const path = given ?? outputDirectory(environment);
  const file = (await isDirectory(path)) ? await newestReport(path) : await readReport(path);
  const page = await pageFile(file);
  if (browser) await openFile(platform, page);
  if (json === true) return terminal.json({ report: file.path, page, opened: browser });
  terminal.lines(endpointText(file.report), line`${browser ? 'opened' : 'page'} ${page}`);
}
