import { type Change, changeText, countText, relevantChanges } from '../../lib/model/comparison/change.js';
import { durationText } from '../../lib/model/format/duration.js';
import type { Column } from '../terminal/table.js';
import { Text } from '../terminal/text.js';

/** Rows of one table. */
const MAX_ROWS = 10;

export interface ChangeTable {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Text[])[];
  /** Changes that are too small, or beyond the longest table. */
  readonly hidden: number;
}

/** The changes that matter, the largest first. */
export function changeTable(title: string, changes: readonly Change[], duration: Change): ChangeTable {
  const shown = relevantChanges(changes, duration).slice(0, MAX_ROWS);
  const isCounted = shown.some(({ beforeCount }) => beforeCount !== undefined);
  return {
    columns: [
      { title: 'change', align: 'right' },
      { title: 'before', align: 'right' },
      { title: 'after', align: 'right' },
      ...(isCounted ? [{ title: 'count', align: 'right' } as const] : []),
      { title, flexible: true },
    ],
    rows: shown.map(change => [
      colouredChange(change),
      Text.of(durationText(change.beforeMs)),
      Text.of(durationText(change.afterMs)),
      ...(isCounted ? [Text.of(countText(change))] : []),
      Text.of(change.name),
    ]),
    hidden: changes.filter(({ changeMs }) => changeMs !== 0).length - shown.length,
  };
}

/** Growth in red, the opposite in green. */
export function colouredChange(change: Change): Text {
  const { changeMs } = change;
  return changeMs === 0 ? Text.of(changeText(change)) : Text.of(changeText(change), changeMs > 0 ? 'red' : 'green');
}
