import type { BlockedInterval } from '../diagnosis/blockers/blocked-intervals.js';
import { dominantBlocker } from '../diagnosis/blockers/dominant-blocker.js';
import type { Blocker } from '../model/blocker.interface.js';
import type { FinishedExecution } from '../model/finished-execution.interface.js';
import { RecentBlockedIntervals } from './recent-blocked-intervals.js';

/** A slow execution that another endpoint may have delayed. @internal */
export interface PossibleVictim {
  /** Of its own endpoint, unless it hangs. */
  readonly fingerprint: string;
  /** The fingerprint of the endpoint of an execution that hangs. */
  readonly endpoint?: string;
  readonly execution: Pick<FinishedExecution, 'id' | 'start' | 'durationMs' | 'queued' | 'poolHolder'>;
}

/**
 * Finds the endpoint that is to blame for a slow execution. This is the only place that decides it.
 *
 * @internal
 */
export class Blame {
  private readonly recent = new RecentBlockedIntervals();

  constructor(private readonly fingerprintOf: (blocker: Blocker) => string) {}

  /**
   * The fingerprint of the one other endpoint that held the event loop for most of the execution's duration.
   *
   * @param intervals of an explained execution, from its recording. By default those of earlier reports, for an execution
   *   that is only finished.
   * @returns `undefined` when no endpoint is, when it is the execution's own, and for a fast execution that was queued
   */
  blockerOf(
    { fingerprint, endpoint = fingerprint, execution }: PossibleVictim,
    intervals: readonly BlockedInterval[] = this.recent.during(execution),
  ): string | undefined {
    if (execution.queued?.isOnlyReason === true) return undefined;
    const others = intervals.filter(({ by }) => by.id !== execution.id);
    const blocker = dominantBlocker(others, execution.durationMs);
    const blockerFingerprint = blocker && this.fingerprintOf(blocker);
    return blockerFingerprint === endpoint ? undefined : blockerFingerprint;
  }

  /**
   * The fingerprint of the one other endpoint that held the connections of a pool, while the execution waited for it during
   * most of its duration. Nothing but the execution itself shows this: others need not have used the pool.
   */
  holderOf({
    fingerprint,
    endpoint = fingerprint,
    execution: { poolHolder, queued },
  }: PossibleVictim): string | undefined {
    if (queued?.isOnlyReason === true) return undefined;
    const holder = poolHolder && this.fingerprintOf(poolHolder);
    return holder === endpoint ? undefined : holder;
  }

  /** Keeps the intervals of a report, for the executions that have no report yet. */
  remember(intervals: readonly BlockedInterval[]): void {
    this.recent.add(intervals);
  }
}
