import type { EndedBy } from '../model/execution.interface.js';
import type { Recording, WakeKind } from '../recorder/recording.interface.js';
import type { SpanGroups } from './span-groups.js';
import { type Phases, PhaseType, type Wait } from './timeline/phases.js';

/** A wait that took less of the duration explains nothing. */
const MIN_SHARE = 0.1;

/** Causes of the steps after a timeout: the response is written, and the failure is logged. */
const AFTERWARDS = new Set<WakeKind>(['client', 'fs', 'other']);
/** Slices that are read from the end on. */
const MAX_READ = 100;

/** The end of an execution that did not end by itself, or that goes on. @internal */
export interface Ending {
  /** Absent for an execution that goes on. */
  readonly by?: EndedBy;
  /** The class of the exception, or the status: `RequestTimeoutException`, `504`. */
  readonly reason?: string;
  /** The wait that the end cut off. Absent when it was short, and for the wait for the client. */
  readonly wait?: UnfinishedWait;
  /** Its code holds the event loop, for so long already. */
  readonly blocksLoopMs?: number;
  /** The connection was closed before the response was complete. */
  readonly isAborted: boolean;
  /** No handler had been called. */
  readonly isUnhandled: boolean;
}

/** @internal */
export interface UnfinishedWait {
  readonly wait: Wait;
  /** Index of the group of spans that waited. */
  readonly group: number;
  readonly ms: number;
}

/**
 * The party that ended the execution, and the wait that this cut off. A timeout is confirmed by the timer that woke the
 * execution last: an exception alone may come from another server.
 *
 * @returns `undefined` for an execution that ended by itself
 * @internal
 */
export function endingOf(recording: Recording, phases: Phases, groups: SpanGroups): Ending | undefined {
  const { ending, start, end } = recording;
  if (ending === undefined) return undefined;
  const isAborted = ending.isAborted === true;
  if (ending.holdsLoopSince !== undefined)
    return { isAborted: false, isUnhandled: false, blocksLoopMs: end - ending.holdsLoopSince };
  const wait = unfinishedWait(phases, groups, (end - start) * MIN_SHARE);
  if (ending.isStuck === true)
    return { isAborted: false, isUnhandled: ending.isUnhandled === true, ...(wait && { wait }) };
  const by = ending.by ?? (wait !== undefined && !isAborted ? 'timeout' : undefined);
  if (by === undefined) return undefined;
  if (by === 'timeout' && !isAborted && wait === undefined && !wasWokenByTimer(recording)) return undefined;
  const { reason, isUnhandled = false } = ending;
  return { by, isAborted, isUnhandled, ...(reason !== undefined && { reason }), ...(wait !== undefined && { wait }) };
}

/** The longest unfinished wait. None when the execution waited for more afterwards: then this one did not end it. */
function unfinishedWait(phases: Phases, { groupOf }: SpanGroups, minMs: number): UnfinishedWait | undefined {
  const { unfinished, type, start, end } = phases;
  if (unfinished === undefined) return undefined;
  let at = -1;
  let ms = 0;
  let later = 0;
  for (let index = 0; index < phases.length; index++) {
    const from = start[index] ?? 0;
    if (type[index] !== PhaseType.waiting || from < unfinished.start) continue;
    if (from >= unfinished.end) later += (end[index] ?? 0) - from;
    else {
      ms += (end[index] ?? 0) - from;
      at = index;
    }
  }
  const wait = phases.waits[phases.ref[at] ?? -1];
  if (wait === undefined || ms < minMs || later > minMs) return undefined;
  return { wait, group: groupOf[phases.span[at] ?? 0] ?? 0, ms };
}

function wasWokenByTimer({ slices }: Recording): boolean {
  for (let index = slices.length - 1; index >= Math.max(0, slices.length - MAX_READ); index--) {
    const on = slices.at(index)?.cause?.on;
    if (on !== undefined && !AFTERWARDS.has(on)) return on === 'timer';
  }
  return false;
}
