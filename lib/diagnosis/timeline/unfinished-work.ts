import type { RecordedOperation, RecordedSpan, Recording } from '../../recorder/recording.interface.js';
import type { Gap } from './gap.interface.js';
import type { OpenSpans } from './open-spans.js';
import { NO_OPERATION } from './operation-finder.js';

/** Slices that are read from the end on, to find the last one that a timer woke. */
const MAX_READ = 1_000;
const MIN_GAP_MS = 1;
/** Slices of one turn of the loop that are read. */
const MAX_STEPS = 20;
/** Operations that are compared for each gap: the latest of those that were left or failed. */
const MAX_COMPARED = 50;

/**
 * Finds the work that an execution left behind because its client, a timer or the shutdown ended it. The timer of a
 * timeout ended the wait, but was not its target.
 *
 * @internal
 */
export class UnfinishedWork {
  /** The slice that is certainly a timeout's, even if no work was left. */
  private readonly timeout: number;
  /** Operations without a complete answer. */
  private readonly incomplete: readonly number[];
  /** The end of the last gap that a timer ended. */
  private timedOutAt = -Infinity;

  constructor(
    private readonly recording: Recording,
    private readonly open: OpenSpans,
  ) {
    const { ending, operations } = recording;
    this.timeout = ending?.isTimersOwn === true ? lastTimerOf(recording) : -1;
    const isIncomplete = (index: number): boolean => operations[index]?.ended === false || !!operations[index]?.failed;
    this.incomplete = ending === undefined ? [] : [...operations.keys()].filter(isIncomplete).slice(-MAX_COMPARED);
  }

  /** The gap with the work that was unfinished when it ended; `undefined` when the gap is as it seems. */
  at(gap: Gap): Gap | undefined {
    const { ending } = this.recording;
    if (ending === undefined) return undefined;
    const { moment, end, next, index } = gap;
    const on = next?.cause?.on;
    if (ending.isAborted === true) {
      if (ending.isAnswering === true || (next !== undefined && (on !== 'client' || index === 0))) return undefined;
      const waiter = this.open.innermostAt(moment);
      // A handler may run before the body has arrived, and may never read it. The span that a part of the body wakes reads it.
      const readsBody = waiter === 0 || (next !== undefined && waiter === gap.waiter);
      if (readsBody && this.awaitsBodyAt(moment)) return undefined;
      return { ...gap, next: undefined, waiter, operation: this.operationOf(waiter, end) };
    }
    if (on !== 'timer' || index === 0 || !this.endsWait(index)) return undefined;
    const found = this.leftByTimer(gap);
    this.timedOutAt = end;
    return found && { ...gap, ...found, next: undefined };
  }

  private leftByTimer({ start, end, index, waiter, operation: aborted }: Gap): Partial<Gap> | undefined {
    if (aborted !== NO_OPERATION) return {};
    const inner = this.open.innermostAt(start);
    if (inner > 0 && this.isLeft(this.recording.spans[inner]))
      return { waiter: inner, operation: this.operationOf(inner, end) };
    const operation = this.operationOf(waiter, end);
    return operation !== NO_OPERATION || index === this.timeout ? { operation } : undefined;
  }

  /** A timer's callback can run beside a wait. It ended the wait when a continuation follows at once. */
  private endsWait(index: number): boolean {
    const { slices } = this.recording;
    let slice = slices.at(index);
    for (let at = index + 1; slice?.isPartial === true; at++) {
      const following = slices.at(at);
      if (following === undefined || at > index + MAX_STEPS || following.start - slice.end >= MIN_GAP_MS) return false;
      slice = following;
    }
    return true;
  }

  /** Work that began before an earlier timer runs beside the request, such as a log that is written. */
  private isLeft(work: RecordedSpan | RecordedOperation | undefined): boolean {
    return work !== undefined && !work.ended && work.start >= this.timedOutAt;
  }

  /** The operation of `span` that was running until `to` at least. None where it had begun different ones. */
  private operationOf(span: number, to: number): number {
    const { operations, spans, ending } = this.recording;
    let found = NO_OPERATION;
    for (const index of this.incomplete) {
      const operation = operations[index];
      if (operation === undefined || operation.span !== span || operation.calls > 1) continue;
      if (operation.start >= to || operation.end < to) continue;
      // The rest of an answer may never be read.
      if (!operation.ended && operation.answeredAt !== undefined && spans[span]?.ended === true) continue;
      if (operation.ended ? ending?.isAborted !== true : !this.isLeft(operation)) continue;
      if (found !== NO_OPERATION && operations[found]?.label !== operation.label) return NO_OPERATION;
      found = index;
    }
    return found;
  }

  private awaitsBodyAt(time: number): boolean {
    const { awaitsInput, inputReceivedAt } = this.recording;
    return awaitsInput && time < (inputReceivedAt ?? Infinity);
  }
}

function lastTimerOf(recording: Recording): number {
  const { slices } = recording;
  for (let index = slices.length - 1; index >= Math.max(0, slices.length - MAX_READ); index--)
    if (slices.at(index)?.cause?.on === 'timer' && isAfterGap(recording, index)) return index;
  return -1;
}

/** The steps after a timer have its cause, too, and tiny gaps between them. */
function isAfterGap({ slices, start }: Recording, index: number): boolean {
  return (slices.at(index)?.start ?? 0) - (slices.at(index - 1)?.end ?? start) >= MIN_GAP_MS;
}
