import type { FinishedExecution } from '../../model/finished-execution.interface.js';
import type { Interval, Recording } from '../../recorder/recording.interface.js';
import type { Verdict } from '../../model/report.interface.js';
import type { Culprit } from '../../alerts/fingerprints.js';

/** Shorter ones hold nobody up: the same that the recorder takes for a block. */
const FLOOR_MS = 20;
const MAX_STRETCHES = 100;

/** Well below a millisecond, before it is compiled, too. */
const SLICES_PER_STEP = 1_000;

/** What takes more than half of an execution is its verdict, whatever else there was. */
const MOST_OF_IT = 0.5;

/** A stretch in which one execution held the event loop. @internal */
export interface BlockedInterval extends Interval {
  readonly by: Culprit;
}

/**
 * Who held the event loop during an execution, itself included: its recording tells both what it did and who kept it
 * from going on.
 *
 * @internal
 */
export function* blockedIntervals(
  execution: FinishedExecution,
  { slices, blocks }: Recording,
  verdict: Verdict,
): Generator<void, readonly BlockedInterval[], void> {
  const { id, kind, name } = execution;
  const outside = outsideCode(verdict);
  const own = (yield* longOnes(slices)).map(stretch => ({ ...stretch, by: { id, kind, name } }));
  yield;
  const long = blocks.filter(block => lengthOf(block) >= FLOOR_MS);
  const others = long.map(({ start, end, owner }) => ({ start, end, by: owner ?? outside }));
  return [...own, ...others].sort((a, b) => lengthOf(b) - lengthOf(a)).slice(0, MAX_STRETCHES);
}

/**
 * Who is to blame for an execution, when one endpoint alone held the event loop for more than half of its time. Where
 * many held it for a little each, the process has too much to do, and none of them is the culprit.
 *
 * @param stretches of others, within the execution
 * @internal
 */
export function mostlyHeldBy(stretches: readonly BlockedInterval[], durationMs: number): Culprit | undefined {
  const sums = new Map<string, number>();
  for (const stretch of stretches) {
    const key = `${stretch.by.kind} ${stretch.by.name}`;
    const ms = (sums.get(key) ?? 0) + lengthOf(stretch);
    if (ms > durationMs * MOST_OF_IT) return stretch.by;
    sums.set(key, ms);
  }
  return undefined;
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

/** Slices of different spans that follow each other without a gap are one. There are tens of thousands, and few are long. */
function* longOnes(slices: Iterable<Interval>): Generator<void, Interval[], void> {
  const found: Interval[] = [];
  let start = 0;
  let end = Number.NaN;
  const finish = (): void => {
    if (end - start >= FLOOR_MS) found.push({ start, end });
  };
  let seen = 0;
  for (const slice of slices) {
    if (++seen % SLICES_PER_STEP === 0) yield;
    if (slice.start !== end) {
      finish();
      ({ start } = slice);
    }
    ({ end } = slice);
  }
  finish();
  return found;
}
