import { Stepper } from '../../platform/stepper.js';
import type { Execution } from '../../tracing/execution.js';
import type { WakeCauses } from '../attribution/wake-cause.js';
import {
  BESIDE_FLAG,
  CALLBACK_FLAG,
  canShareWakeUp,
  causeOf,
  isPartial,
  isProvisional,
  NO_CAUSE,
  replyOf,
  type WakeNumber,
} from '../attribution/wake-number.js';
import type { Interval } from '../log/interval.interface.js';
import { ASLEEP, type LogChunk, OUTSIDE } from '../log/log-chunk.js';
import { BlockCollector, type NameLookup, type OpenBlock } from './block-collector.js';
import type { ReplyReader } from './reply-pieces.js';
import { SliceColumns } from './slice-columns.js';
import type { SpanPlaces } from './span-places.js';
import type { Steps } from '../../platform/steps.js';

/** Unconfirmed work in the execution's context counts as its own from this length on. */
const LONG_WORK_MS = 2;

/** An entry of the log, without the time. */
interface Entry {
  readonly owner: number;
  readonly span: number;
  readonly cause: WakeNumber;
}

const NO_ENTRY = -1;

/** A task with a provisional owner, and the calls in it, one after another. */
interface ProvisionalWork {
  readonly parts: { readonly start: number; readonly end: number; readonly span: number }[];
  readonly start: number;
  end: number;
  readonly owner: number;
  readonly cause: WakeNumber;
}

/**
 * Reads one execution's slices and blocked intervals out of the log. Fed chunk by chunk; can be interrupted within each.
 *
 * @internal
 */
export class RecordingCutter {
  readonly slices: SliceColumns;
  private readonly others: BlockCollector;
  /** The last entry; {@link NO_ENTRY} as its time when there is none. Fields, because there are millions of entries. */
  private lastTime = NO_ENTRY;
  private lastOwner = OUTSIDE;
  private lastSpan = 0;
  private lastCause = NO_CAUSE;
  /** The execution's own work, if a continuation of it follows at once. */
  private provisional: ProvisionalWork | undefined;

  constructor(
    private readonly execution: Execution,
    causes: WakeCauses,
    private readonly nameOf: NameLookup,
    private readonly places: SpanPlaces,
    /** The readers of provisional entries, by the times of these. */
    private readonly pieces: ReadonlyMap<number, ReplyReader>,
    starved: readonly Interval[] = [],
  ) {
    this.others = new BlockCollector(starved);
    this.slices = new SliceColumns(causes, execution.outputHandedOverAt);
  }

  /** Complete after `finish()`. */
  get blocks(): readonly OpenBlock[] {
    return this.others.blocks;
  }

  /** @param delayShare the share of the loop's waking time that was lost in short delays of the process */
  startSegment(delayShare: number): void {
    this.others.delayShare = delayShare;
  }

  *read({ times, owners, spans, causes, length }: LogChunk): Steps<void> {
    const stepper = new Stepper();
    for (let i = 0; i < length; i++) {
      if (stepper.isDue()) yield;
      const time = times[i] ?? 0;
      this.close(time);
      if (time >= this.execution.end) {
        this.lastTime = NO_ENTRY;
        return;
      }
      this.lastTime = time;
      this.lastOwner = owners[i] ?? OUTSIDE;
      this.lastSpan = spans[i] ?? 0;
      this.lastCause = causes[i] ?? NO_CAUSE;
    }
  }

  /** The owner at the end of a segment is still the owner in the next one. */
  endSegment(end: number): void {
    this.close(end);
    if (this.lastTime === NO_ENTRY) return;
    this.lastTime = Math.max(this.lastTime, end);
    this.lastCause = NO_CAUSE;
  }

  *finish(): Steps<void> {
    this.settleProvisional(undefined);
    yield* this.others.finish(this.nameOf);
  }

  /** The last entry ends at `until`. */
  private close(until: number): void {
    const { lastTime, lastOwner: owner, lastSpan: span, lastCause: cause, execution } = this;
    if (lastTime === NO_ENTRY) return;
    const start = Math.max(lastTime, execution.start);
    const end = Math.min(until, execution.end);
    if (end <= start) return;
    if (isProvisional(cause)) {
      const reader = this.pieces.get(lastTime);
      if (reader === undefined) this.addProvisional(start, end, { owner, span, cause });
      else {
        this.settleProvisional(undefined);
        this.addPiece(start, end, reader, cause);
      }
      return;
    }
    const isCharged = this.settleProvisional({ owner, span, cause });
    if (owner === execution.id && !this.isStray(span, start, end))
      this.addSlice(start, end, span, isCharged ? NO_CAUSE : cause);
    else if (owner === ASLEEP) this.others.interrupt();
    else this.others.add(start, end, owner === execution.id ? OUTSIDE : owner);
  }

  /**
   * A little work in the context of an ended span, while another span waits. A timer that was not cleared causes it, or the
   * queue of a pooled connection. It does not end the wait. Without a waiting span it prepares the response.
   */
  private isStray(span: number, start: number, end: number): boolean {
    return end - start < LONG_WORK_MS && this.isLate(span, start) && this.places.openAt(span, start) !== 0;
  }

  /** In the context of an ended span: work left running, or a pooled connection that others use now. */
  private isLate(span: number, start: number): boolean {
    const end = this.execution.spans[span]?.end ?? 0;
    return end !== 0 && start > end;
  }

  private addProvisional(start: number, end: number, { owner, span, cause }: Entry): void {
    const { provisional } = this;
    if (provisional?.owner === owner && provisional.cause === cause && provisional.end === start) {
      provisional.parts.push({ start, end, span });
      provisional.end = end;
      return;
    }
    this.settleProvisional(undefined);
    this.provisional = { parts: [{ start, end, span }], start, end, owner, cause };
  }

  /**
   * @param next the entry right after it: the connection woke its owner
   * @returns true when the execution has the wake-up of `next` already
   */
  private settleProvisional(next: Entry | undefined): boolean {
    const { provisional } = this;
    if (provisional === undefined) return false;
    this.provisional = undefined;
    const { id } = this.execution;
    const { cause, owner } = provisional;
    const confirmed =
      next !== undefined && next.owner > OUTSIDE && canShareWakeUp(cause, next.cause) ? next : undefined;
    const isLong = provisional.end - provisional.start >= LONG_WORK_MS;
    const isCharged = confirmed?.owner === id;
    for (const { start, end, span } of provisional.parts) {
      const isLate = this.isLate(span, start);
      const isOwn = owner === id && (confirmed === undefined || !isLate);
      const wake = confirmed && start === provisional.start ? replyOf(confirmed.cause, cause) : NO_CAUSE;
      if (isCharged) this.addSlice(start, end, isOwn ? span : confirmed.span, wake, confirmed.span);
      else if (isOwn && isLong)
        this.addSlice(start, end, span, causeOf(cause) | (isLate ? BESIDE_FLAG : CALLBACK_FLAG));
      else this.others.add(start, end, confirmed?.owner ?? OUTSIDE);
    }
    return isCharged;
  }

  private addPiece(start: number, end: number, { owner, span, cause }: ReplyReader, provisional: WakeNumber): void {
    if (owner !== this.execution.id) this.others.add(start, end, owner);
    // The span has sent its request later: the connection was woken for something else.
    else if ((this.execution.spans[span]?.start ?? 0) > start) this.others.add(start, end, OUTSIDE);
    else this.addSlice(start, end, span, isPartial(cause) ? cause : replyOf(cause, provisional));
  }

  private addSlice(start: number, end: number, span: number, cause: WakeNumber, waiter = span): void {
    this.others.interrupt();
    this.slices.add(start, end, this.places.openAt(span, start), cause, this.places.openAt(waiter, start));
  }
}
