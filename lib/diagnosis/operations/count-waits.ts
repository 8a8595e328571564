import type { RecordedOperation, Recording } from '../../recorder/recording.interface.js';
import type { LedgerEntry } from '../ledger.js';
import type { SpanGroup } from '../span-groups.js';
import { concurrencyOf, markBeside, type Timed } from './concurrency.js';
import type { GroupReplies } from './reply-order.js';

/** Fewer spans of one place are no calls of a repetition. */
const MIN_CALLS = 10;

/** So small a share of calls, alone beside a batch, belongs to it. */
const FEW = 0.1;

/** Calls of one group of spans for the same thing, and the time that it waited for them. @internal */
export interface CountedWaits {
  /** Index of the group. */
  readonly group: number;
  readonly ms: number;
  readonly count: number;
  /** `waits` where nothing counts the calls. A call can have several waits, and several calls can have one. */
  readonly of: 'calls' | 'waits';
  /** How many at a time; 1 for one after another. `undefined` when few waits leave it open. */
  readonly concurrency: number | undefined;
  /** Length of each wait in milliseconds. */
  readonly each: readonly number[];
}

/** The records that count the waits of one entry. @internal */
export interface WaitRecords {
  readonly recording: Recording;
  readonly group: SpanGroup;
  /** Operations that the group began for the same thing, as indices in the recording. */
  readonly operations: readonly number[];
  /** Replies that the group read, when no library recorded operations. */
  readonly replies: GroupReplies | undefined;
}

/**
 * Counts the calls behind the waits of one group for one thing. Calls at the same time and calls one after another are
 * counted apart. The operations of a library are exact. Without them a call is a span, or a reply of a connection.
 *
 * @internal
 */
export function countWaits(entry: LedgerEntry, records: WaitRecords): CountedWaits[] {
  const operations = operationsOf(entry, records);
  if (operations.size > 0) return countOperations(entry, operations);
  const waits = records.replies?.count ?? entry.waits.each.length;
  const { calls } = records.group;
  // A call can have two waits: for a free connection, and for the reply.
  if (calls >= MIN_CALLS && waits <= 2 * calls && calls <= 2 * waits) return countSpans(entry, records);
  return [countReplies(entry, records)];
}

/** The operations that the group began, and others that it waited for, by their indices. */
function operationsOf(entry: LedgerEntry, { recording, operations }: WaitRecords): Map<number, RecordedOperation> {
  const found = new Map<number, RecordedOperation>();
  const add = (index: number): void => {
    const operation = recording.operations[index];
    if (operation !== undefined) found.set(index, operation);
  };
  for (const index of operations) add(index);
  for (const origin of entry.waits.origins) if (origin < 0) add(-2 - origin);
  return found;
}

function countOperations(entry: LedgerEntry, operations: ReadonlyMap<number, RecordedOperation>): CountedWaits[] {
  const indices = [...operations.keys()];
  const all = [...operations.values()];
  const places = new Map(indices.map((index, place) => [index, place]));
  const firstSum = all.findIndex(({ calls }) => calls > 1);
  // With the first part of the answer the code goes on: it may read the rest later, or never.
  const calls = all.map(({ start, end, answeredAt = end, calls: count, totalMs }) => {
    return { start, end: answeredAt, calls: count, totalMs };
  });
  const sent = all.map(({ start, end, calls: count, totalMs, queuedMs }) => {
    return { start: start + queuedMs / count, end, calls: count, totalMs: totalMs - queuedMs };
  });
  const placeOf = (wait: number): number => {
    const origin = entry.waits.origins[wait] ?? 0;
    return origin < 0 ? (places.get(-2 - origin) ?? 0) : firstSum;
  };
  return split(entry, calls, placeOf, together => concurrencyOf(sent.filter((_, place) => together(place))));
}

function countSpans(entry: LedgerEntry, { recording, group, replies }: WaitRecords): CountedWaits[] {
  const calls = timesOf(group);
  const places = new Map(group.spans.map((span, place) => [span, place]));
  const placeOf = (wait: number): number => {
    const span = recording.spans[entry.waits.spans[wait] ?? 0];
    return (span && places.get(span)) ?? 0;
  };
  return split(entry, calls, placeOf, together =>
    atATime(concurrencyOf(calls.filter((_, place) => together(place))), replies),
  );
}

function countReplies(entry: LedgerEntry, { group, replies }: WaitRecords): CountedWaits {
  const { each } = entry.waits;
  const spans = timesOf(group);
  const overlap = markBeside(spans).includes(1) ? concurrencyOf(spans) : 1;
  const together = overlap > 1 || (replies === undefined ? false : replies.areTogether(each));
  return {
    group: entry.group,
    ms: entry.ms,
    count: replies?.count ?? each.length,
    of: replies === undefined ? 'waits' : 'calls',
    concurrency: together === true ? atATime(overlap, replies) : together === false ? 1 : undefined,
    each,
  };
}

/** Several connections bring one reply each. A single one can bring many, when requests are pipelined. */
function atATime(overlap: number, replies: GroupReplies | undefined): number {
  const connections = replies?.connections ?? 0;
  if (connections < 2) return Math.max(overlap, replies?.mostPipelined ?? 1);
  return overlap > 1 ? Math.min(connections, overlap) : connections;
}

/**
 * @param placeOf the place in `calls` of the call behind a wait
 * @param concurrencyOfBeside the number at a time, of the calls that ran beside others
 */
function split(
  { group, waits }: LedgerEntry,
  calls: readonly Timed[],
  placeOf: (wait: number) => number,
  concurrencyOfBeside: (isBeside: (place: number) => boolean) => number,
): CountedWaits[] {
  const marks = markBeside(calls);
  const countOf = (mark: number): number =>
    calls.reduce((sum, call, place) => (marks[place] === mark ? sum + call.calls : sum), 0);
  // On a busy machine, some calls of a batch have no other beside them.
  if (countOf(0) <= countOf(1) * FEW) marks.fill(1);
  const isBeside = (place: number): boolean => marks[place] === 1;
  const part = (side: boolean): CountedWaits => {
    const count = countOf(side ? 1 : 0);
    const each = waits.each.filter((_, wait) => isBeside(placeOf(wait)) === side);
    const ms = each.reduce((sum, length) => sum + length, 0);
    return { group, ms, count, of: 'calls', concurrency: side ? concurrencyOfBeside(isBeside) : 1, each };
  };
  return [part(false), part(true)].filter(({ count }) => count > 0);
}

function timesOf({ spans }: SpanGroup): Timed[] {
  return spans.map(({ start, end, count, totalMs }) => ({ start, end, calls: count, totalMs }));
}
