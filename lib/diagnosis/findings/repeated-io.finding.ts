import type { Wait } from '../timeline/phases.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { waitText } from '../../model/format/wait.js';
import { waitsOf } from './waiting-times.js';

interface RepeatedIoFinding extends Finding {
  readonly wait: Wait;
  readonly span: string;
  readonly count: number;
}

/** The same operation again and again, one after another, in the same span. @internal */
export const repeatedIo: FindingRule<'repeated-io', RepeatedIoFinding> = {
  kind: 'repeated-io',

  *find(evidence) {
    const findings: RepeatedIoFinding[] = [];
    for (const { wait, repeated } of waitsOf(evidence.waiting, 'io')) {
      const { on, label } = wait;
      for (const { entry, group, count } of repeated)
        findings.push({ on, subject: label, ms: entry.ms, count, wait, span: group.name });
      yield;
    }
    return findings;
  },

  headline({ count, wait, span }, share) {
    return `${share} waiting for ${count} × ${waitText(wait)}, one after another, in ${span}`;
  },
};
