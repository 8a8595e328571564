import { mainSpan } from './entries.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { waitsOf } from './waiting-times.js';

/** `setTimeout` and its relatives, one finding for each group of spans. @internal */
export const timer: FindingRule<'timer'> = {
  kind: 'timer',

  *find(evidence) {
    const findings: Finding[] = [];
    for (const { wait, single } of waitsOf(evidence.waiting, 'timer')) {
      for (const entry of single) findings.push({ on: wait.on, subject: mainSpan(evidence, [entry]), ms: entry.ms });
      yield;
    }
    return findings;
  },

  headline({ subject }, share) {
    return `${share} waiting for a timer in ${subject}`;
  },
};
