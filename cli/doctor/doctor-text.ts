import type { EffectiveOptions } from '../../lib/options/effective-options.js';
import type { Terminal } from '../terminal/terminal.js';
import { line, Text, type Style } from '../terminal/text.js';
import type { Check, CheckState } from './check.interface.js';

const STYLES: Readonly<Record<CheckState, Style>> = { ok: 'green', note: 'yellow', failed: 'red' };

/** The settings with their sources. */
export function printSettings(terminal: Terminal, settings: EffectiveOptions): void {
  const rows = Object.entries(settings).map(([path, { value, source }]) => [
    Text.of(path),
    Text.of(valueText(value), 'bold'),
    Text.of(source, 'dim'),
  ]);
  if (rows.length === 0) terminal.lines(line`All settings have their defaults: --all shows them.`);
  else
    terminal.table(
      [{ title: 'setting' }, { title: 'value', flexible: true }, { title: 'source', flexible: true }],
      rows,
    );
  terminal.lines(
    line`${Text.of('Settings in the code of the application are not shown: they take precedence.', 'dim')}`,
  );
  terminal.blank();
}

/** One line for each check, and their number. */
export function printChecks(terminal: Terminal, checks: readonly Check[]): void {
  terminal.lines(...checks.map(({ state, subject, text }) => line`${stateText(state)} ${subject}: ${text}`));
  const failed = checks.filter(({ state }) => state === 'failed').length;
  terminal.blank();
  terminal.lines(failed === 0 ? line`all is right` : line`${Text.of(`${failed} to mend`, 'red')}`);
}

function stateText(state: CheckState): Text {
  return Text.join([Text.of(state, STYLES[state]), Text.space('failed'.length - state.length)]);
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
