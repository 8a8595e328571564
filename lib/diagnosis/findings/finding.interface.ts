import type { Verdict, VerdictKind, WaitKind } from '../../model/report.interface.js';
import type { Steps } from '../diagnosis.interface.js';
import type { Evidence } from '../evidence.interface.js';

/**
 * One explanation for a part of the duration: the facts of a verdict, before it has a rank and a headline.
 *
 * @internal
 */
export interface Finding extends Omit<Verdict, 'kind' | 'headline' | 'share'> {
  /** Kind of the wait; absent for time that was no wait. Waits of one kind can be merged into one finding. */
  readonly on?: WaitKind | 'client';
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

  /**
   * One sentence for people, without a full stop.
   *
   * @param share the finding's part of the duration: `78 %`
   */
  headline(finding: F, share: string): string;
}
