import type { Wait } from '../timeline/phases.js';
import type { Finding } from './finding.interface.js';
import type { Repetition } from './repetitions.js';

interface Loop extends Finding {
  readonly wait: Wait;
  readonly repetition: Repetition;
  /** Other calls of the same loop, the longest first. */
  readonly besides: readonly Wait[];
}

/**
 * Joins the calls that one loop makes in each round: as many of each, one after another, in the same place. An ORM that
 * loads a row and its relation sends two statements in each.
 *
 * @returns one finding for each loop, with the calls that took longest as its subject
 * @internal
 */
export function joinLoops<F extends Loop>(findings: readonly F[]): F[] {
  const joined = new Map<string, F>();
  const longestFirst = [...findings].sort((a, b) => b.ms - a.ms);
  for (const [place, finding] of longestFirst.entries()) {
    const key = loopOf(finding) ?? `${place}`;
    const loop = joined.get(key);
    if (loop === undefined) joined.set(key, finding);
    else joined.set(key, { ...loop, ms: loop.ms + finding.ms, besides: [...loop.besides, finding.wait] });
  }
  return [...joined.values()];
}

/** The loop that makes the calls; `undefined` when that is not certain. */
function loopOf({ on, lock, repetition }: Loop): string | undefined {
  const { of, concurrency, group, count } = repetition;
  return of === 'calls' && concurrency === 1 && lock === undefined ? `${on} ${group} × ${count}` : undefined;
}
