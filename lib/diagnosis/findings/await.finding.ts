import { mainSpan, sumMs } from './entries.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { waitsOf } from './waiting-times.js';

interface AwaitFinding extends Finding {
  /** The resource that ended the wait; absent where the name of the awaiting span explains more. */
  readonly endedBy?: string;
}

/** A wait for something unknown, by its awaiting span. @internal */
export const awaiting: FindingRule<'await', AwaitFinding> = {
  kind: 'await',

  *find(evidence) {
    const findings: AwaitFinding[] = [];
    for (const { wait, single } of waitsOf(evidence.waiting, 'await')) {
      const { on, label } = wait;
      const ms = sumMs(single);
      // With `other`, only the root span awaited: its name is the report's title, so the headline needs the label, too.
      if (on === 'other') findings.push({ on, subject: mainSpan(evidence, single), ms, endedBy: label });
      else findings.push({ on, subject: label, ms });
      yield;
    }
    return findings;
  },

  headline({ subject, endedBy }, share) {
    return endedBy === undefined ? `${share} awaiting in ${subject}` : `${share} awaiting ${endedBy} in ${subject}`;
  },
};
