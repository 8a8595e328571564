import { durationText } from '../../model/format/duration.js';
import { type PoolFacts, type PoolHolder, poolFacts } from '../operations/pool-facts.js';
import { mainSpan, sumMs } from './entries.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { connectionText } from './operation-text.js';
import { waitsOf } from './waiting-times.js';

interface PoolWaitFinding extends Finding {
  readonly span: string;
  readonly waits: number;
  /** Absent where only a connection's name shows the pool. */
  readonly facts?: PoolFacts;
}

/** A wait for a free connection of a pool, or for a thread, and those who held them. @internal */
export const poolWait: FindingRule<'pool-wait', PoolWaitFinding> = {
  kind: 'pool-wait',

  *find(evidence) {
    const findings: PoolWaitFinding[] = [];
    for (const { wait, single } of waitsOf(evidence.waiting, 'pool-wait')) {
      const span = mainSpan(evidence, single);
      const waits = single.reduce((sum, { count }) => sum + count, 0);
      const facts = poolFacts(evidence.recording, wait.label);
      const holders = facts?.holders.map(({ name, count, ms }) => ({ name, count, ms })) ?? [];
      findings.push({
        on: wait.on,
        wait,
        subject: wait.label,
        ms: sumMs(single),
        ...(holders.length > 0 && { holders }),
        span,
        waits,
        facts,
      });
      yield;
    }
    return findings;
  },

  phrase({ subject, span }) {
    return `waiting for ${connectionText(subject)} in ${span}`;
  },

  headline({ subject, span, waits, facts }, spent) {
    const times = waits > 1 ? `${waits} times, ` : '';
    const use = facts === undefined ? '' : ` (${useText(facts)})`;
    return `Waited ${times}${spent} for ${connectionText(subject)}${use}, in ${span}`;
  },
};

/** ``10 of 10 in use, 8 by `GET /reports/revenue` for 1.9 s`` */
function useText({ inUse, size, holders: [most] }: PoolFacts): string {
  const used = `${Math.max(inUse, most?.count ?? 0)}${size === undefined ? '' : ` of ${size}`} in use`;
  return most === undefined
    ? used
    : `${used}, ${shareOf(most, inUse)}by ${holderText(most)} for ${durationText(most.ms)}${most.jobs === '' ? '' : `: ${most.jobs}`}`;
}

function shareOf({ count }: PoolHolder, inUse: number): string {
  if (inUse <= 1) return '';
  return count >= inUse ? 'all ' : `${count} `;
}

function holderText({ name, isOwn }: PoolHolder): string {
  return isOwn ? 'this execution itself' : name;
}
