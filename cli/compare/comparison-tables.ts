import { durationText } from '../../lib/model/format/duration.js';
import type { Column } from '../terminal/table.js';
import { Text } from '../terminal/text.js';
import type { Change } from './change.js';

/** Rows of one table. */
const MAX_ROWS = 10;
/** Smaller changes are noise: a millisecond, and a hundredth of the longer duration. */
const MIN_CHANGE_MS = 1;
const MIN_CHANGE_SHARE = 0.01;

export interface ChangeTable {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Text[])[];
  /** Changes that are too small, or beyond the longest table. */
  readonly hidden: number;
}

/** The changes that matter, the largest first. */
export function changeTable(title: string, changes: readonly Change[], duration: Change): ChangeTable {
  const least = Math.max(MIN_CHANGE_MS, MIN_CHANGE_SHARE * Math.max(duration.beforeMs, duration.afterMs));
  const shown = changes.filter(({ changeMs }) => Math.abs(changeMs) >= least).slice(0, MAX_ROWS);
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
      changeText(change),
      Text.of(durationText(change.beforeMs)),
      Text.of(durationText(change.afterMs)),
      ...(isCounted ? [Text.of(countText(change))] : []),
      Text.of(change.name),
    ]),
    hidden: changes.filter(({ changeMs }) => changeMs !== 0).length - shown.length,
  };
}

/** `+1.56 s` in red, `-200 ms` in green. */
export function changeText({ changeMs }: Change): Text {
  if (changeMs === 0) return Text.of('0 ms');
  const text = `${changeMs > 0 ? '+' : '-'}${durationText(Math.abs(changeMs))}`;
  return Text.of(text, changeMs > 0 ? 'red' : 'green');
}

/** `×2.3`; empty where one of the durations is 0. */
export function ratioText({ beforeMs, afterMs }: Change): string {
  return beforeMs > 0 && afterMs > 0 ? `×${(afterMs / beforeMs).toFixed(afterMs / beforeMs < 10 ? 2 : 0)}` : '';
}

/** `4 → 240`, or `4` for the same number. */
function countText({ beforeCount, afterCount }: Change): string {
  if (beforeCount === undefined || afterCount === undefined) return '';
  return beforeCount === afterCount ? String(afterCount) : `${beforeCount} → ${afterCount}`;
}
