import { lockFacts } from '../operations/lock-facts.js';
import type { Wait } from '../timeline/phases.js';
import { repeatedCallsText, roundText, usualLengthText } from './call-text.js';
import { callerOf } from './entries.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { joinLoops } from './joined-loops.js';
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
  readonly besides: readonly Wait[];
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
          besides: [],
        });
      }
      yield;
    }
    return joinLoops(findings);
  },

  phrase({ wait, besides, span, repetition }) {
    return `waiting for ${repeatedCallsText([wait, ...besides], repetition)}, in ${span}`;
  },

  headline({ wait, besides, span, caller, repetition, lock, ms }, spent) {
    const { longer, count, of, concurrency } = repetition;
    const without = longer === 0 ? '' : `, without ${longer} much longer ${longer === 1 ? 'one' : 'ones'}`;
    const from = caller === undefined ? '' : `, called by ${caller}`;
    const isInOrder = of === 'calls' && concurrency === 1 && lock === undefined;
    const together = isInOrder ? togetherText(wait, ms / (count - longer)) : '';
    const each = besides.length === 0 ? usualLengthText(repetition) : roundText(1 + besides.length, ms / count);
    const time = `${each}${spent}${without}${lockText(lock)}${together}`;
    return `${repeatedCallsText([wait, ...besides], repetition)}, in ${span}${from}: ${time}`;
  },
};
