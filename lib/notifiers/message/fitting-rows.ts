import type { Row } from './message.interface.js';

/**
 * The formatted rows that fit into a message, in their order. If there is no room for all, the vital ones take precedence.
 *
 * @param sizeOf in the unit of `max`
 * @internal
 */
export function fittingRows<T>(
  rows: readonly Row[],
  format: (row: Row) => T,
  sizeOf: (formatted: T) => number,
  max: number,
): T[] {
  const all = rows.map((row, index) => ({ index, vital: row.vital === true, formatted: format(row) }));
  const vitalFirst = all.toSorted((a, b) => Number(b.vital) - Number(a.vital) || a.index - b.index);
  const kept = new Set<number>();
  let left = max;
  for (const { index, formatted } of vitalFirst) {
    const size = sizeOf(formatted);
    if (size > left) continue;
    left -= size;
    kept.add(index);
  }
  return all.filter(({ index }) => kept.has(index)).map(({ formatted }) => formatted);
}
