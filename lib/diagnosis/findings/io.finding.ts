import { fewCallsText } from './call-text.js';
import { mainSpan, sumMs } from './entries.js';
import type { Wait } from '../timeline/phases.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { waitsOf } from './waiting-times.js';

interface IoFinding extends Finding {
  readonly wait: Wait;
  /** The operation, with the number of its calls. */
  readonly calls: string;
  readonly span: string;
}

/** Few calls of one operation: a query, a call, a file, DNS, the thread pool. @internal */
export const io: FindingRule<'io', IoFinding> = {
  kind: 'io',

  *find(evidence) {
    const findings: IoFinding[] = [];
    for (const { wait, single } of waitsOf(evidence.waiting, 'io')) {
      const { on, label } = wait;
      const span = mainSpan(evidence, single);
      const calls = fewCallsText(wait, single);
      const ms = sumMs(single);
      if (ms > 0) findings.push({ on, subject: label, ms, wait, calls, span });
      yield;
    }
    return findings;
  },

  headline({ calls, span }, share) {
    return `${share} waiting for ${calls} in ${span}`;
  },
};
