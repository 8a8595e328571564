import type { RecordedOperation } from '../../recorder/recording.interface.js';

/**
 * The largest number of operations that ran at the same time. A sum contributes its average.
 *
 * @internal
 */
export function concurrencyOf(operations: readonly RecordedOperation[]): number {
  const each = operations.filter(({ calls }) => calls === 1);
  const starts = Float64Array.from(each, ({ start }) => start).sort();
  const ends = Float64Array.from(each, ({ end }) => end).sort();
  let most = 1;
  let over = 0;
  for (const [begun, start] of starts.entries()) {
    while ((ends[over] ?? Infinity) <= start) over++;
    most = Math.max(most, begun + 1 - over);
  }
  for (const { calls, totalMs, start, end } of operations)
    if (calls > 1 && end > start) most = Math.max(most, Math.round(totalMs / (end - start)));
  return most;
}

/**
 * True for operations that ran at the same time. The sum of their durations is then clearly larger than the time in which
 * at least one of them ran.
 *
 * @internal
 */
export function ranTogether(operations: readonly RecordedOperation[]): boolean {
  let sum = 0;
  let union = 0;
  let reached = -Infinity;
  for (const { start, end, totalMs } of [...operations].sort((a, b) => a.start - b.start)) {
    sum += totalMs;
    union += Math.max(0, end - Math.max(start, reached));
    reached = Math.max(reached, end);
  }
  return sum > union * 1.5;
}
