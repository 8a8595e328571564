import { Text } from './text.js';

const GAP = 2;
/** A column is not cut to less. */
const MIN_WIDTH = 16;

export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** Cut where the terminal is too narrow: the last such column first. */
  readonly flexible?: boolean;
  /** Printed on a line of its own where the terminal is too narrow. For the last column, whose text must stay whole. */
  readonly wraps?: boolean;
}

/**
 * A table as lines, within the width of the terminal as far as its columns allow.
 *
 * @param maxWidth `undefined`: no limit, for a file or a pipe
 */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly Text[])[],
  maxWidth: number | undefined,
): Text[] {
  const head = columns.map(({ title }) => Text.of(title, 'dim'));
  const widths = columns.map((_, index) => Math.max(...[head, ...rows].map(row => row[index]?.width ?? 0)));
  const last = columns.length - 1;
  const wraps = columns[last]?.wraps === true && maxWidth !== undefined && totalOf(widths) > maxWidth;
  const shown = wraps ? columns.slice(0, -1) : columns;
  const fitted = fit(shown, widths.slice(0, shown.length), maxWidth);
  const indent = Text.space(GAP * 2);
  return [head, ...rows].flatMap((row, index) => {
    const own = rowLine(shown, row, fitted);
    const below = row[last];
    return wraps && index > 0 && below !== undefined ? [own, Text.join([indent, below])] : [own];
  });
}

function rowLine(columns: readonly Column[], row: readonly Text[], widths: readonly number[]): Text {
  const cells = columns.flatMap(({ align }, index) => {
    const cell = (row[index] ?? Text.space(0)).cut(widths[index] ?? 0);
    const rest = Text.space((widths[index] ?? 0) - cell.width);
    const isLast = index === columns.length - 1;
    if (align === 'right') return [rest, cell, Text.space(isLast ? 0 : GAP)];
    return isLast ? [cell] : [cell, rest, Text.space(GAP)];
  });
  return Text.join(cells);
}

function fit(columns: readonly Column[], widths: readonly number[], maxWidth: number | undefined): number[] {
  const fitted = [...widths];
  if (maxWidth === undefined) return fitted;
  for (let index = columns.length - 1; index >= 0; index -= 1) {
    const excess = totalOf(fitted) - maxWidth;
    const width = fitted[index] ?? 0;
    if (excess <= 0 || columns[index]?.flexible !== true || width <= MIN_WIDTH) continue;
    fitted[index] = Math.max(MIN_WIDTH, width - excess);
  }
  return fitted;
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1));
}
