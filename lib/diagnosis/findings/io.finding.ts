import type { RecordedOperation } from '../../recorder/recording.interface.js';
import { lockFacts } from '../operations/lock-facts.js';
import { fewCallsText } from './call-text.js';
import { mainSpan, sumMs } from './entries.js';
import type { Wait } from '../timeline/phases.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { lockText } from './lock-text.js';
import { operationText } from './operation-text.js';
import { waitsOf } from './waiting-times.js';

/** Node's own jobs on the thread pool, one for each call. */
const CRYPTO = 'crypto ';

interface IoFinding extends Finding {
  readonly wait: Wait;
  /** The operation, with the number of its calls. */
  readonly calls: string;
  readonly span: string;
  /** Number of waits; of operations, where they are recorded. */
  readonly waits: number;
}

/** Few calls of one operation: a query, a call, a file, DNS, the thread pool. @internal */
export const io: FindingRule<'io', IoFinding> = {
  kind: 'io',

  *find(evidence) {
    const findings: IoFinding[] = [];
    const recorded = callsByLabel(evidence.recording.operations);
    for (const { wait, single } of waitsOf(evidence.waiting, 'io')) {
      const { on, label } = wait;
      const span = mainSpan(evidence, single);
      // One call has a wait in the span that began it, and in another one that awaited its result.
      const atMost = (wait.isOperation === true ? recorded.get(label) : undefined) ?? Infinity;
      const waits = Math.min(
        single.reduce((sum, { count }) => sum + count, 0),
        atMost,
      );
      const calls = fewCallsText(wait, single, atMost);
      const ms = sumMs(single);
      const lock = lockFacts(evidence.recording, wait);
      if (ms > 0) findings.push({ on, subject: label, ms, wait, calls, span, waits, ...(lock && { lock }) });
      yield;
    }
    return findings;
  },

  phrase({ calls, span }) {
    return `waiting for ${calls} in ${span}`;
  },

  headline(finding, spent) {
    const { wait, span, waits, calls, lock } = finding;
    const isJob = wait.on === 'threadpool' && wait.label.startsWith(CRYPTO);
    const where = `called in ${span}`;
    if (isJob)
      return `${countText(waits)} ${wait.label.slice(CRYPTO.length)} took ${spent} on the thread pool, ${where}`;
    if (wait.isOperation !== true) return `${spent} ${io.phrase(finding)}`;
    const what = waits === 1 ? `One ${operationText(wait)}` : calls;
    return `${what} took ${spent}, ${where}${lockText(lock)}`;
  },
};

function callsByLabel(operations: readonly RecordedOperation[]): Map<string, number> {
  const calls = new Map<string, number>();
  for (const { label, calls: more } of operations) calls.set(label, (calls.get(label) ?? 0) + more);
  return calls;
}

function countText(count: number): string {
  return count === 1 ? 'One' : `${count} ×`;
}
