import { mainSpan, sumMs } from './entries.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { waitsOf } from './waiting-times.js';

interface PoolWaitFinding extends Finding {
  readonly span: string;
}

/** A wait for a free slot of a pool. @internal */
export const poolWait: FindingRule<'pool-wait', PoolWaitFinding> = {
  kind: 'pool-wait',

  *find(evidence) {
    const findings: PoolWaitFinding[] = [];
    for (const { wait, single } of waitsOf(evidence.waiting, 'pool-wait')) {
      const span = mainSpan(evidence, single);
      findings.push({ on: wait.on, wait, subject: wait.label, ms: sumMs(single), span });
      yield;
    }
    return findings;
  },

  phrase({ subject, span }) {
    return `waiting for a free slot of ${subject} in ${span}`;
  },
};
