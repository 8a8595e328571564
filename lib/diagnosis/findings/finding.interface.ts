import type { Verdict, VerdictKind, WaitKind } from '../../model/report.interface.js';
import type { Steps } from '../diagnosis.interface.js';
import type { Evidence } from '../evidence.interface.js';
import type { Wait } from '../timeline/phases.js';

/**
 * One explanation for a part of the duration: the facts of a verdict, before it has a rank and a headline.
 *
 * @internal
 */
export interface Finding extends Omit<Verdict, 'kind' | 'headline' | 'share'> {
  /** Kind of the wait; absent for time that was no wait. Waits of one kind can be merged into one finding. */
  readonly on?: WaitKind | 'client';
  /** The wait; absent for time that was none, and for waits for the client. */
  readonly wait?: Wait;
}

/**
 * One kind of verdict: the rule that finds it and the sentence that reports it. `index.ts` lists one for each kind.
 *
 * @typeParam F - the finding, with the facts that the headline needs
 * @internal
 */
export interface FindingRule<Kind extends VerdictKind = VerdictKind, F extends Finding = Finding> {
  readonly kind: Kind;

  /** Reads the evidence only, and yields before it has worked for a millisecond. Returns an empty list for no time. */
  find(evidence: Evidence): Steps<readonly F[]>;

  /** The use of the time, for people, after a duration: `waiting for a timer in OrdersService.retry`. */
  phrase(finding: F): string;

  /**
   * One sentence for people, without a full stop. By default the duration and the phrase.
   *
   * @param spent the finding's duration, and its part of the whole: `1.24 s (78 %)`
   */
  headline?(finding: F, spent: string): string;
}
