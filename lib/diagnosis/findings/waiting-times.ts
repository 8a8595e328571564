import type { VerdictKind, WaitKind } from '../../model/report.interface.js';
import type { Steps } from '../diagnosis.interface.js';
import type { LedgerEntry } from '../ledger.js';
import type { GroupOperations, OperationTable } from '../operations/operation-table.js';
import type { SpanGroup, SpanGroups } from '../span-groups.js';
import { type Phases, PhaseType, type Wait } from '../timeline/phases.js';
import { repetitions } from './repetitions.js';

/** The verdict for each kind of wait; operations in a row are `repeated-io`. */
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

/** The time that an execution spent on one wait. @internal */
export interface WaitingTime {
  readonly wait: Wait;
  /** The ledger's entries for it, apart from the repeated ones. */
  readonly single: readonly LedgerEntry[];
  /** The entries of groups that did the operation again and again; always empty for other verdicts than `io`. */
  readonly repeated: readonly RepeatedWait[];
}

/** @internal */
export interface RepeatedWait {
  readonly entry: LedgerEntry;
  readonly group: SpanGroup;
  /** Operations, one after another. */
  readonly count: number;
}

/** Sorts the waits in the ledger by their kind and label. @internal */
export function* sortWaits(
  ledger: readonly LedgerEntry[],
  { waits }: Phases,
  { groups }: SpanGroups,
  operations: OperationTable,
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
    const repeated =
      VERDICTS[wait.on] === 'io'
        ? entries.flatMap(entry => repeatedIn(entry, groups[entry.group], operations.ofWait(entry.group, wait)))
        : [];
    const taken = new Set(repeated.map(({ entry }) => entry));
    sorted.push({ wait, single: entries.filter(entry => !taken.has(entry)), repeated });
    yield;
  }
  return sorted;
}

function repeatedIn(
  entry: LedgerEntry,
  group: SpanGroup | undefined,
  operations: GroupOperations | undefined,
): RepeatedWait[] {
  const count = group === undefined ? 0 : repetitions(entry.each, group, operations);
  return group === undefined || count === 0 ? [] : [{ entry, group, count }];
}

/** The waits of one verdict. @internal */
export function waitsOf(waiting: readonly WaitingTime[], verdict: WaitVerdict): WaitingTime[] {
  return waiting.filter(({ wait }) => VERDICTS[wait.on] === verdict);
}
