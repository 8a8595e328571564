import type { MonotonicMs } from '../../model/execution.interface.js';
import type { Span } from '../../tracing/execution.js';
import { dropSpan, idleSince, spansInContext } from '../attribution/lost-spans.js';
import { causeOf, CLIENT_CAUSE, isProvisional, NO_CAUSE } from '../attribution/wake-number.js';
import { OUTSIDE, type LogChunk } from './log-chunk.js';

/** Entries that are searched. The request waits for the search: this many take 20 to 50 µs. */
export const MAX_SEARCHED = 4_096;

/** Code of one execution that ran in the async context of another one. @internal */
export interface LostCode {
  /** The span of the context. Its execution was charged for the code. */
  readonly from: Span;
  /** The span that the code belongs to; `undefined` for an execution that this log does not record. */
  readonly to: Span | undefined;
  /** The code cannot have started earlier. */
  readonly notBefore: MonotonicMs;
  /** The start of the current turn. The code runs in this turn. */
  readonly turnStart: MonotonicMs;
  /** All code in the context since then is certainly lost code. */
  readonly certainSince: MonotonicMs | undefined;
  /** No third execution runs: lost code of earlier turns cannot be that one's. */
  readonly isAlone: boolean;
}

/** A part of the log. @internal */
export interface LogPart {
  newestFirst(): Iterable<LogChunk>;
}

/** Position of an entry. */
interface Place {
  readonly chunk: LogChunk;
  readonly index: number;
}

/**
 * Charges lost code to its own execution: changes the owner of entries in the log. Earlier turns than the current one are
 * charged to no execution while a third execution may have run in them.
 *
 * Code that the execution of the context may have run itself stays with it. A queue can continue a request inside the code
 * of another one, in the same turn. The exception is a turn after a reply on the connection that the execution opened.
 *
 * @param log its parts, newest first
 * @returns true when code was lost
 * @internal
 */
export function reassign(log: readonly LogPart[], lost: LostCode, now: MonotonicMs): boolean {
  const { from, turnStart } = lost;
  const { places, lostAt } = findEntries(log, lost);
  const idle = idleSince(from, lostAt);
  const since = lost.certainSince ?? (idle === undefined ? startOfReply(lost, places) : Math.max(idle, lostAt));
  if (since === undefined) return false;
  const spans = spansInContext(from, since, idle);
  const indices = new Set(Array.from(spans, ({ index }) => index));
  const inContext = places.filter(({ chunk, index }) => indices.has(chunk.spans[index] ?? 0));
  const certain = inContext.filter(({ chunk, index }) => (chunk.times[index] ?? 0) >= since);
  const givesEarlier = lost.isAlone && certain.length === inContext.length;
  // The first of several waits is over, and the current turn ended the last one only.
  const hidesCause = !givesEarlier && inContext.some(place => isEarlierWork(place, turnStart));
  for (const place of certain) {
    const isEarlier = isBefore(place, turnStart);
    if (!(isEarlier && isClient(place))) charge(place, isEarlier && !givesEarlier ? undefined : lost.to, hidesCause);
  }
  for (const span of spans) if (span !== from) dropSpan(span, now);
  return true;
}

/** Entries of the execution of the context, newest first, and the time when the other execution's own code last ended. */
function findEntries(log: readonly LogPart[], { from, to, notBefore, turnStart, certainSince }: LostCode) {
  const places: Place[] = [];
  const [fromId, toId] = [from.execution.id, to?.execution.id];
  const oldest = certainSince ?? notBefore;
  let lostAt = Infinity;
  let left = MAX_SEARCHED;
  for (const chunk of chunksOf(log)) {
    const { times, owners } = chunk;
    for (let index = chunk.length - 1; index >= 0; index--) {
      const time = times[index] ?? 0;
      const owner = owners[index];
      if ((owner === toId && time < turnStart) || time < oldest || left-- === 0)
        return { places, lostAt: Math.max(lostAt, oldest) };
      if (owner === fromId) places.push({ chunk, index });
      lostAt = time;
    }
  }
  return { places, lostAt };
}

/** The chunks of all parts, newest first. @internal */
export function* chunksOf(log: readonly LogPart[]): Generator<LogChunk, void> {
  for (const part of log) yield* part.newestFirst();
}

/** The connection that the execution opened has called back: that is the reply to the other execution. */
function startOfReply({ from, turnStart }: LostCode, places: Place[]): MonotonicMs | undefined {
  const isReply = places.some(({ chunk, index }) => {
    return chunk.spans[index] === from.index && isProvisional(chunk.causes[index] ?? NO_CAUSE);
  });
  return isReply ? turnStart : undefined;
}

function charge({ chunk, index }: Place, to: Span | undefined, hidesCause: boolean): void {
  chunk.owners[index] = to?.execution.id ?? OUTSIDE;
  chunk.spans[index] = to?.index ?? 0;
  // A provisional entry keeps its connection, for the other pieces of the reply.
  if ((to === undefined || hidesCause) && !isProvisional(chunk.causes[index] ?? NO_CAUSE))
    chunk.causes[index] = NO_CAUSE;
}

function isBefore({ chunk, index }: Place, time: MonotonicMs): boolean {
  return (chunk.times[index] ?? 0) < time;
}

function isClient({ chunk, index }: Place): boolean {
  return causeOf(chunk.causes[index] ?? NO_CAUSE) === CLIENT_CAUSE;
}

/** Work of a continuation in an earlier turn. */
function isEarlierWork(place: Place, turnStart: MonotonicMs): boolean {
  return isBefore(place, turnStart) && !isClient(place) && !isProvisional(place.chunk.causes[place.index] ?? NO_CAUSE);
}
