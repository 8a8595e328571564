import { lockFacts } from '../operations/lock-facts.js';
import type { Wait } from '../timeline/phases.js';
import { repeatedCallsText, usualLengthText } from './call-text.js';
import { callerOf } from './entries.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { lockText } from './lock-text.js';
import type { Repetition } from './repetitions.js';
import { togetherText } from './together-text.js';
import { waitsOf } from './waiting-times.js';

interface RepeatedIoFinding extends Finding {
  readonly wait: Wait;
  readonly span: string;
  /** The method that called that span, unless it is the handler. */
  readonly caller?: string;
  readonly repetition: Repetition;
}

/** The same call again and again in the same span: one after another, or many at a time. @internal */
export const repeatedIo: FindingRule<'repeated-io', RepeatedIoFinding> = {
  kind: 'repeated-io',

  *find(evidence) {
    const findings: RepeatedIoFinding[] = [];
    for (const { wait, repeated } of waitsOf(evidence.waiting, 'io')) {
      const { on, label } = wait;
      const lock = lockFacts(evidence.recording, wait);
      for (const repetition of repeated) {
        const { ms, count, concurrency = 1, group } = repetition;
        if (ms <= 0) continue;
        const atOnce = concurrency > 1 ? { concurrency } : undefined;
        const span = evidence.groups.groups[group]?.name ?? '';
        const caller = callerOf(evidence, group);
        findings.push({
          on,
          subject: label,
          ms,
          count,
          ...atOnce,
          ...(lock && { lock }),
          wait,
          span,
          caller,
          repetition,
        });
      }
      yield;
    }
    return findings;
  },

  phrase({ wait, span, repetition }) {
    return `waiting for ${repeatedCallsText(wait, repetition)}, in ${span}`;
  },

  headline({ wait, span, caller, repetition, lock }, spent) {
    const { longer, count, of, concurrency, ms } = repetition;
    const without = longer === 0 ? '' : `, without ${longer} much longer ${longer === 1 ? 'one' : 'ones'}`;
    const from = caller === undefined ? '' : `, called by ${caller}`;
    const isInOrder = of === 'calls' && concurrency === 1 && lock === undefined;
    const together = isInOrder ? togetherText(wait, ms / (count - longer)) : '';
    const time = `${usualLengthText(repetition)}${spent}${without}${lockText(lock)}${together}`;
    return `${repeatedCallsText(wait, repetition)}, in ${span}${from}: ${time}`;
  },
};
