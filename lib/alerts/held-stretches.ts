import type { FinishedExecution } from '../execution/finished-execution.interface.js';
import type { Interval, Recording } from '../recorder/recording.interface.js';
import type { Verdict } from '../report/report.interface.js';
import type { Culprit } from './fingerprints.js';

/** Shorter ones hold nobody up: the same that the recorder takes for a block. */
const FLOOR_MS = 20;
const MAX_STRETCHES = 100;

/** A stretch in which one execution held the event loop. @internal */
export interface HeldStretch extends Interval {
  readonly by: Culprit;
}

/**
 * Who held the event loop during an execution, itself included: its recording tells both what it did and who kept it
 * from going on.
 *
 * @internal
 */
export function heldStretches(
  execution: FinishedExecution,
  { slices, blocks }: Recording,
  verdict: Verdict,
): readonly HeldStretch[] {
  const { id, kind, name } = execution;
  const outside = outsideCode(verdict);
  const own = joined(slices).map(stretch => ({ ...stretch, by: { id, kind, name } }));
  const others = blocks.map(({ start, end, owner }) => ({ start, end, by: owner ?? outside }));
  return [...own, ...others]
    .filter(stretch => lengthOf(stretch) >= FLOOR_MS)
    .sort((a, b) => lengthOf(b) - lengthOf(a))
    .slice(0, MAX_STRETCHES);
}

/** Who else held it for longest, when the verdict says that it was somebody else. @internal */
export function culpritOf(
  execution: FinishedExecution,
  verdict: Verdict,
  held: readonly HeldStretch[],
): Culprit | undefined {
  if (verdict.kind !== 'event-loop-blocked') return undefined;
  const sums = new Map<string, { readonly by: Culprit; ms: number }>();
  for (const stretch of held) {
    const { by } = stretch;
    if (by.id === execution.id) continue;
    const key = `${by.kind} ${by.name}`;
    const sum = sums.get(key) ?? { by, ms: 0 };
    sum.ms += lengthOf(stretch);
    sums.set(key, sum);
  }
  const [longest] = [...sums.values()].sort((a, b) => b.ms - a.ms);
  return longest?.by;
}

/** Code outside any watched execution is told apart by its function: a timer is not to blame for another. */
function outsideCode({ kind, culprit }: Verdict): Culprit {
  const name = ['code outside any watched execution'];
  if (kind === 'event-loop-blocked' && culprit?.function !== undefined) name.push(culprit.function);
  return { id: 0, kind: 'function', name: name.join(': ') };
}

function lengthOf({ start, end }: Interval): number {
  return end - start;
}

/** Slices of different spans that follow each other without a gap. */
function joined(slices: readonly Interval[]): Interval[] {
  const stretches: { start: number; end: number }[] = [];
  for (const { start, end } of slices) {
    const before = stretches.at(-1);
    if (before !== undefined && before.end === start) before.end = end;
    else stretches.push({ start, end });
  }
  return stretches;
}
