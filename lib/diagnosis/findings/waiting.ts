import type { Steps } from '../diagnosis.interface.js';
import { entriesOf, type Evidence, type Finding, mainSpan, sumMs } from './evidence.js';
import { waitText } from '../../model/format/wait.js';
import type { LedgerEntry } from '../ledger.js';
import { StretchType, type Wait } from '../timeline/stretches.js';
import { repetitions } from '../timeline/waits.js';

/** Everything that was waited for: one finding for each operation, or for each span where only that is known. @internal */
export function* findWaiting(evidence: Evidence): Steps<Finding[]> {
  const byWait = new Map<number, LedgerEntry[]>();
  for (const entry of entriesOf(evidence, StretchType.waiting)) {
    const entries = byWait.get(entry.ref);
    if (entries === undefined) byWait.set(entry.ref, [entry]);
    else entries.push(entry);
  }
  const findings: Finding[] = [];
  for (const [ref, entries] of byWait) {
    const wait = evidence.stretches.waits[ref];
    if (wait === undefined) continue;
    for (const finding of findingsOf(evidence, wait, entries)) findings.push({ ...finding, on: wait.on });
    yield;
  }
  return findings;
}

function findingsOf(evidence: Evidence, wait: Wait, entries: readonly LedgerEntry[]): Finding[] {
  switch (wait.on) {
    case 'timer':
      return entries.map(entry => timer(entry.ms, mainSpan(evidence, [entry])));
    case 'await':
      return [unnamed(sumMs(entries), wait.label)];
    case 'other':
      return [endedBy(sumMs(entries), wait.label, mainSpan(evidence, entries))];
    case 'pool':
      return [pool(sumMs(entries), wait.label, mainSpan(evidence, entries))];
    default:
      return operations(evidence, wait, entries);
  }
}

function timer(ms: number, subject: string): Finding {
  return { kind: 'timer', subject, ms, headline: share => `${share} waiting for a timer in ${subject}` };
}

function unnamed(ms: number, subject: string): Finding {
  return { kind: 'await', subject, ms, headline: share => `${share} awaiting in ${subject}` };
}

/** The root span is the only one that awaited, and its name says nothing that the report's title does not. */
function endedBy(ms: number, label: string, subject: string): Finding {
  return { kind: 'await', subject, ms, headline: share => `${share} awaiting ${label} in ${subject}` };
}

function pool(ms: number, subject: string, span: string): Finding {
  return {
    kind: 'pool-wait',
    subject,
    ms,
    headline: share => `${share} waiting for a free slot of ${subject} in ${span}`,
  };
}

/** A span that did the operation again and again is a finding of its own; all the others are one together. */
function operations(evidence: Evidence, wait: Wait, entries: readonly LedgerEntry[]): Finding[] {
  const findings: Finding[] = [];
  const single: LedgerEntry[] = [];
  const what = waitText(wait);
  for (const entry of entries) {
    const group = evidence.groups.groups[entry.group];
    const count = group === undefined ? 0 : repetitions(entry.each, group);
    if (group === undefined || count === 0) single.push(entry);
    else {
      const headline = (share: string) =>
        `${share} waiting for ${count} × ${what}, one after another, in ${group.name}`;
      findings.push({ kind: 'repeated-io', subject: wait.label, count, ms: entry.ms, headline });
    }
  }
  if (single.length > 0) {
    const span = mainSpan(evidence, single);
    findings.push({
      kind: 'io',
      subject: wait.label,
      ms: sumMs(single),
      headline: share => `${share} waiting for ${what} in ${span}`,
    });
  }
  return findings;
}
