import { mainSpan, sumMs } from './entries.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { waitsOf } from './waiting-times.js';

interface AwaitFinding extends Finding {
  /** The resource that ended the wait; absent where the name of the awaiting span explains more. */
  readonly resource?: string;
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
      if (on === 'other') findings.push({ on, wait, subject: mainSpan(evidence, single), ms, resource: label });
      else findings.push({ on, wait, subject: label, ms });
      yield;
    }
    return findings;
  },

  phrase({ subject, resource }) {
    return resource === undefined
      ? `waiting in ${subject} for something unknown`
      : `waiting for ${resource} in ${subject}`;
  },
};
