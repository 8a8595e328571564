import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ReportFormat } from '../../lib/model/report-formats.js';
import { InputError } from '../command.error.js';
import type { CommandContext, OutputOptions } from '../command-context.interface.js';
import { unwritable } from '../reports/file-fault.js';
import { readReport } from '../reports/read-report.js';
import { renderReport } from '../reports/render-report.js';
import { line } from '../terminal/text.js';
import { STANDARD_OUTPUT, targetsOf } from './target.js';

const OWNER_ONLY = 0o600;

export interface ConvertOptions extends OutputOptions {
  readonly to: ReportFormat;
  readonly out?: string;
  /** Replaces existing files. */
  readonly force?: boolean;
}

/** Writes reports in another format. */
export async function convertReports(
  sources: readonly string[],
  options: ConvertOptions,
  context: CommandContext,
): Promise<void> {
  if (options.out === STANDARD_OUTPUT) return print(sources, options, context);
  const targets = await targetsOf(sources, options.to, options.out);
  const { terminal } = context;
  const written: { readonly source: string; readonly target: string }[] = [];
  const progress = terminal.progress();
  try {
    for (const [index, source] of sources.entries()) {
      const target = targets[index] ?? '';
      progress.show(line`converting ${index + 1} of ${sources.length}: ${source}`);
      await write(target, await converted(source, options.to), options.force === true);
      written.push({ source, target });
    }
  } finally {
    progress.end();
    if (options.json === true) terminal.json({ written });
    else terminal.lines(...written.map(({ target }) => line`${target}`));
  }
}

async function print(
  sources: readonly string[],
  { to, json }: ConvertOptions,
  { terminal }: CommandContext,
): Promise<void> {
  const [source] = sources;
  if (source === undefined || sources.length > 1) throw new InputError('--out - prints one report: name one file');
  if (json === true) throw new InputError('--out - prints the report itself: leave out --json');
  if (terminal.isInteractive) {
    throw new InputError('--out - writes to a pipe or a file, not to a terminal: append "| less", or "> file"');
  }
  terminal.bytes(await converted(source, to));
}

async function converted(source: string, format: ReportFormat): Promise<Uint8Array> {
  const { report } = await readReport(source);
  try {
    return await renderReport(report, format);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(`${source} cannot be converted to ${format}: ${reason}`, { cause });
  }
}

async function write(target: string, bytes: Uint8Array, force: boolean): Promise<void> {
  await mkdir(dirname(target), { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    // A file stands there: the next step states that better.
    if (error.code !== 'EEXIST') throw unwritable(target, error);
  });
  try {
    await writeFile(target, bytes, { mode: OWNER_ONLY, flag: force ? 'w' : 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new InputError(`${target} exists: add --force to replace it, or name another place with --out`, {
        cause: error,
      });
    }
    throw unwritable(target, error);
  }
}
