import type { Wait } from '../timeline/phases.js';
import { mainSpan, sumMs } from './entries.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { waitText } from '../../model/format/wait.js';
import { waitsOf } from './waiting-times.js';

interface IoFinding extends Finding {
  readonly wait: Wait;
  readonly span: string;
}

/** One operation that was not repeated: a query, a call, a file, DNS, the thread pool. @internal */
export const io: FindingRule<'io', IoFinding> = {
  kind: 'io',

  *find(evidence) {
    const findings: IoFinding[] = [];
    for (const { wait, single } of waitsOf(evidence.waiting, 'io')) {
      const { on, label } = wait;
      const span = mainSpan(evidence, single);
      if (single.length > 0) findings.push({ on, subject: label, ms: sumMs(single), wait, span });
      yield;
    }
    return findings;
  },

  headline({ wait, span }, share) {
    return `${share} waiting for ${waitText(wait)} in ${span}`;
  },
};
