import { type Change, ratioText } from '../../lib/model/comparison/change.js';
import { durationText } from '../../lib/model/format/duration.js';
import { EXIT } from '../command.error.js';
import type { CommandContext, OutputOptions } from '../command-context.interface.js';
import { readReport } from '../reports/read-report.js';
import { momentText } from '../reports/report-text.js';
import type { Terminal } from '../terminal/terminal.js';
import { line, Text } from '../terminal/text.js';
import { compareReports, type ComparedReport, type Comparison } from './comparison.js';
import { changeTable, colouredChange } from './comparison-tables.js';

const LABEL_WIDTH = 7;

export interface CompareOptions extends OutputOptions {
  /** In percent. When the duration grew by more, the command fails. */
  readonly maxGrowth?: number;
}

/** Compares two reports of one endpoint. */
export async function compare(
  before: string,
  after: string,
  { maxGrowth, json }: CompareOptions,
  { terminal }: CommandContext,
): Promise<number> {
  const comparison = compareReports(await readReport(before), await readReport(after));
  if (json === true) terminal.json(comparison);
  else print(comparison, terminal);
  const { beforeMs, changeMs } = comparison.duration;
  const isTooSlow = maxGrowth !== undefined && changeMs > (beforeMs * maxGrowth) / 100;
  if (isTooSlow) terminal.note(line`${Text.of('failed', 'red')}: the duration grew by more than ${maxGrowth} %`);
  return isTooSlow ? EXIT.failed : EXIT.ok;
}

function print(comparison: Comparison, terminal: Terminal): void {
  const { endpoint, before, after, duration, accounting, spans, functions, operations } = comparison;
  terminal.lines(
    line`${Text.of(endpoint, 'bold')}: ${durationText(duration.beforeMs)} → ${durationText(duration.afterMs)} (${growthText(duration)})`,
    sideLine('before', before),
    sideLine('after', after),
  );
  const tables = [
    changeTable('part of the time', accounting, duration),
    changeTable('method (wall time)', spans, duration),
    changeTable('function (own CPU time)', functions, duration),
    changeTable('query or call', operations, duration),
  ];
  for (const { columns, rows, hidden } of tables) {
    if (rows.length === 0) continue;
    terminal.blank();
    terminal.table(columns, rows);
    if (hidden > 0) terminal.lines(line`${Text.of(`${hidden} more: --json has all`, 'dim')}`);
  }
  if (tables.every(({ rows }) => rows.length === 0))
    terminal.lines(line`no part changed by 1 ms and 1 % of the duration`);
}

function sideLine(side: string, { startedAt, headline }: ComparedReport): Text {
  const label = Text.join([Text.of(side, 'dim'), Text.space(LABEL_WIDTH - side.length)]);
  return line`  ${label} ${momentText(Date.parse(startedAt))}  ${headline}`;
}

function growthText(duration: Change): Text {
  const ratio = ratioText(duration);
  return ratio === '' ? colouredChange(duration) : line`${colouredChange(duration)}, ${ratio}`;
}
