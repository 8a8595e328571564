import { InputError } from '../command.error.js';
import type { CommandContext, OutputOptions } from '../command-context.interface.js';
import { outputDirectory, storedReports } from '../reports/report-directory.js';
import type { Terminal } from '../terminal/terminal.js';
import { line } from '../terminal/text.js';
import { groupsOf } from './groups.js';
import { groupTable, reportTable } from './list-tables.js';
import { readList, type ReadList } from './listed-report.js';
import { MAX_READ, readingFor, selected, type Reading, type Selection } from './selection.js';

export type ListOptions = Selection & OutputOptions;

/** Lists the reports of a directory. */
export async function listReports(
  given: string | undefined,
  options: ListOptions,
  { terminal, environment }: CommandContext,
): Promise<void> {
  const directory = given ?? outputDirectory(environment);
  const stored = await storedReports(directory);
  const reading = readingFor(stored, options);
  const { reports, skipped } = await read(reading, terminal);
  if (reports.length === 0) {
    throw new InputError(
      `${directory} has no report that can be read: ${skipped[0]?.reason ?? 'name another directory'}`,
    );
  }
  const found = selected(reports, options);
  const groups = options.by === undefined ? undefined : groupsOf(found, options.by);
  const shown = (groups ?? found).slice(0, options.limit);
  const total = reading.most < stored.length ? stored.length - skipped.length : (groups ?? found).length;
  if (options.json === true) {
    return terminal.json({ directory, total, [groups === undefined ? 'reports' : 'groups']: shown, skipped });
  }
  if (shown.length === 0) terminal.lines(line`no report matches`);
  else {
    const { columns, rows } =
      options.by === undefined
        ? reportTable(found.slice(0, options.limit))
        : groupTable((groups ?? []).slice(0, options.limit), options.by);
    terminal.table(columns, rows);
  }
  if (total > shown.length) terminal.note(line`${total - shown.length} more: --limit ${total} shows all`);
  if (skipped.length > 0) terminal.note(line`other files are no reports (${skipped.length}): --json lists them`);
  if (stored.length > MAX_READ) terminal.note(line`of ${stored.length} reports, ${MAX_READ} were read`);
}

async function read({ files, most }: Reading, terminal: Terminal): Promise<ReadList> {
  const progress = terminal.progress();
  try {
    return await readList(files, most, index => progress.show(line`reading ${index + 1} of ${files.length} reports`));
  } finally {
    progress.end();
  }
}
