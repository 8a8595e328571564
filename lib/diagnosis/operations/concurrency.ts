/** One call, or the sum of many. @internal */
export interface Timed {
  readonly start: number;
  readonly end: number;
  readonly calls: number;
  readonly totalMs: number;
}

/** A call ran beside others when they cover more than this share of it. */
const BESIDE = 0.25;

/**
 * The largest number of calls that ran at the same time. A sum contributes its average.
 *
 * @internal
 */
export function concurrencyOf(calls: readonly Timed[]): number {
  const each = calls.filter(call => call.calls === 1);
  const starts = Float64Array.from(each, ({ start }) => start).sort();
  const ends = Float64Array.from(each, ({ end }) => end).sort();
  let most = 1;
  let over = 0;
  for (const [begun, start] of starts.entries()) {
    while ((ends[over] ?? Infinity) <= start) over++;
    most = Math.max(most, begun + 1 - over);
  }
  for (const call of calls) if (call.calls > 1) most = Math.max(most, averageConcurrency(call));
  return most;
}

/**
 * Marks the calls that ran beside other calls of the list with 1. A sum is marked when its calls did so on average.
 *
 * @internal
 */
export function markBeside(calls: readonly Timed[]): Uint8Array {
  const marks = Uint8Array.from(calls, call => (call.calls > 1 && averageConcurrency(call) > 1 ? 1 : 0));
  const byStart = [...calls.keys()].filter(index => calls[index]?.calls === 1);
  byStart.sort((a, b) => (calls[a]?.start ?? 0) - (calls[b]?.start ?? 0));
  let reached = -Infinity;
  for (const [at, index] of byStart.entries()) {
    const { start = 0, end = 0 } = calls[index] ?? {};
    const coveredUntil = Math.min(end, Math.max(start, reached));
    const next = calls[byStart[at + 1] ?? -1]?.start ?? Infinity;
    const covered = coveredUntil - start + Math.max(0, end - Math.max(next, coveredUntil));
    if (covered > (end - start) * BESIDE) marks[index] = 1;
    reached = Math.max(reached, end);
  }
  return marks;
}

function averageConcurrency({ start, end, totalMs }: Timed): number {
  return end > start ? Math.round(totalMs / (end - start)) : 1;
}
