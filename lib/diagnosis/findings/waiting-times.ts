import type { VerdictKind, WaitKind } from '../../model/report.interface.js';
import type { Steps } from '../diagnosis.interface.js';
import type { LedgerEntry } from '../ledger.js';
import type { Recording } from '../../recorder/recording.interface.js';
import { type CountedWaits, countWaits } from '../operations/count-waits.js';
import type { OperationTable } from '../operations/operation-table.js';
import type { Replies } from '../operations/replies.js';
import type { SpanGroups } from '../span-groups.js';
import { type Phases, PhaseType, type Wait } from '../timeline/phases.js';
import { type Separated, separate } from './repetitions.js';

/** The verdict for each kind of wait; repeated calls are `repeated-io`. */
const VERDICTS = {
  database: 'io',
  http: 'io',
  cache: 'io',
  network: 'io',
  fs: 'io',
  dns: 'io',
  threadpool: 'io',
  timer: 'timer',
  pool: 'pool-wait',
  await: 'await',
  other: 'await',
} as const satisfies Record<WaitKind, VerdictKind>;

/** @internal */
export type WaitVerdict = (typeof VERDICTS)[WaitKind];

/** The time that an execution spent on one wait, by its groups of spans. @internal */
export interface WaitingTime extends Separated {
  readonly wait: Wait;
}

/** The records that count calls. @internal */
export interface CallRecords {
  readonly recording: Recording;
  readonly operations: OperationTable;
  readonly replies: Replies;
}

/** Sorts the waits in the ledger by their kind and label. @internal */
export function* sortWaits(
  ledger: readonly LedgerEntry[],
  { waits }: Phases,
  { groups }: SpanGroups,
  { recording, operations, replies }: CallRecords,
): Steps<WaitingTime[]> {
  const byWait = new Map<number, LedgerEntry[]>();
  for (const entry of ledger) {
    if (entry.type !== PhaseType.waiting) continue;
    const entries = byWait.get(entry.ref);
    if (entries === undefined) byWait.set(entry.ref, [entry]);
    else entries.push(entry);
  }
  const sorted: WaitingTime[] = [];
  for (const [ref, entries] of byWait) {
    const wait = waits[ref];
    if (wait === undefined) continue;
    const isIo = VERDICTS[wait.on] === 'io';
    const counted: CountedWaits[] = [];
    for (const entry of entries) {
      const group = groups[entry.group];
      if (!isIo || group === undefined) counted.push(uncounted(entry));
      else {
        const begun = operations.ofWait(entry.group, wait);
        const read = replies.ofWait(entry.group, wait);
        counted.push(...countWaits(entry, { recording, group, operations: begun, replies: read }));
      }
      yield;
    }
    sorted.push({ wait, ...(isIo ? separate(counted) : { repeated: [], single: counted }) });
  }
  return sorted;
}

function uncounted({ group, ms, count, waits }: LedgerEntry): CountedWaits {
  return { group, ms, count, of: 'waits', concurrency: 1, each: waits.each };
}

/** The waits of one verdict. @internal */
export function waitsOf(waiting: readonly WaitingTime[], verdict: WaitVerdict): WaitingTime[] {
  return waiting.filter(({ wait }) => VERDICTS[wait.on] === verdict);
}
