import { durationText } from '../../model/format/duration.js';
import type { Wait } from '../timeline/phases.js';
import { repeatedCallsText, usualLengthText } from './call-text.js';
import type { Finding, FindingRule } from './finding.interface.js';
import type { Repetition } from './repetitions.js';
import { waitsOf } from './waiting-times.js';

interface RepeatedIoFinding extends Finding {
  readonly wait: Wait;
  readonly span: string;
  readonly repetition: Repetition;
}

/** The same call again and again in the same span: one after another, or many at a time. @internal */
export const repeatedIo: FindingRule<'repeated-io', RepeatedIoFinding> = {
  kind: 'repeated-io',

  *find({ waiting, groups }) {
    const findings: RepeatedIoFinding[] = [];
    for (const { wait, repeated } of waitsOf(waiting, 'io')) {
      const { on, label } = wait;
      for (const repetition of repeated) {
        const { ms, count, concurrency = 1, group } = repetition;
        if (ms <= 0) continue;
        const atOnce = concurrency > 1 ? { concurrency } : undefined;
        const span = groups.groups[group]?.name ?? '';
        findings.push({ on, subject: label, ms, count, ...atOnce, wait, span, repetition });
      }
      yield;
    }
    return findings;
  },

  headline({ wait, span, ms, repetition }, share) {
    const { longer } = repetition;
    const without = longer === 0 ? '' : `, without ${longer} much longer ${longer === 1 ? 'one' : 'ones'}`;
    const time = `${usualLengthText(repetition)}${durationText(ms)} (${share})${without}`;
    return `${repeatedCallsText(wait, repetition)}, in ${span}: ${time}`;
  },
};
