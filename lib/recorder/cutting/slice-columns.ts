import type { WakeCauses } from '../attribution/wake-cause.js';
import {
  BESIDE_FLAG,
  CALLBACK_FLAG,
  causeOf,
  connectionOf,
  isBeside,
  isCallbackOnly,
  isPartial,
  isPipelined,
  isTogether,
  NO_CAUSE,
  PARTIAL_FLAG,
  type WakeNumber,
} from '../attribution/wake-number.js';
import type { Slice, Slices, WakeKind } from '../recording.interface.js';

/** Slices of one recording. The time of further ones is missing from it. */
export const MAX_SLICES = 100_000;
const FIRST_CAPACITY = 256;

/** Causes of callbacks that often run beside a wait. A lookup or a job of the thread pool is a stage of its own. */
const BESIDE = new Set<WakeKind>(['timer', 'fs', 'other']);

/** Causes of callbacks that lie within a wait for the same server: the opening of a connection comes before its first reply. */
const WITHIN = new Set<WakeKind>(['network', 'database', 'cache', 'http']);

/**
 * Slices in columns. A busy execution has 50 000, which live until its report is built. As objects, the garbage collector
 * would copy them, in pauses of some milliseconds.
 *
 * @internal
 */
export class SliceColumns implements Slices {
  length = 0;
  private starts = new Float64Array(FIRST_CAPACITY);
  private ends = new Float64Array(FIRST_CAPACITY);
  private spans = new Int32Array(FIRST_CAPACITY);
  private causeNumbers = new Int32Array(FIRST_CAPACITY);

  /** Index of the first callback that may have ended no wait; -1 for none. The next slice with a cause settles it. */
  private unsettledFrom = -1;
  /** The span that waited before a slice, when it is not the slice's span. Rare. */
  private readonly waiters = new Map<number, number>();

  /** @param waitsUntil the end of the response. After it, the execution waits for its client only. */
  constructor(
    private readonly causes: Pick<WakeCauses, 'get'>,
    private readonly waitsUntil = Infinity,
  ) {}

  /**
   * Adds a slice, or extends the last one when it has the same span and ends at `start`. A reply of a connection always
   * has a slice of its own, because replies are counted.
   *
   * @param waiter the span that waited before the slice
   */
  add(start: number, end: number, span: number, cause: WakeNumber, waiter = span): void {
    const last = this.length - 1;
    const isFull = this.length >= MAX_SLICES;
    const isNext = last >= 0 && this.ends[last] === start;
    const isUnsettled =
      isCallbackOnly(cause) && (isBeside(cause) || this.isOneOf(BESIDE, cause) || this.isOneOf(WITHIN, cause));
    if (cause !== NO_CAUSE && !isUnsettled) this.settle(start, span, causeOf(cause));
    const isReply = connectionOf(cause) !== 0;
    if (isNext && (isFull || (this.spans[last] === span && !isReply))) {
      this.ends[last] = end;
      if (!isPartial(cause) && !isUnsettled && this.unsettledFrom < 0)
        this.causeNumbers[last] = (this.causeNumbers[last] ?? NO_CAUSE) & ~PARTIAL_FLAG;
      return;
    }
    if (isFull) return;
    if (this.length === this.starts.length) this.grow();
    const at = this.length++;
    this.starts[at] = start;
    this.ends[at] = end;
    this.spans[at] = span;
    if (waiter !== span) this.waiters.set(at, waiter);
    this.causeNumbers[at] = isUnsettled ? cause : cause & ~BESIDE_FLAG;
    if (isUnsettled && this.unsettledFrom < 0) this.unsettledFrom = at;
    // A call within the callback, or the return from one.
    else if (isNext && cause === NO_CAUSE && this.unsettledFrom >= 0) this.causeNumbers[at] = CALLBACK_FLAG;
  }

  at(index: number): Slice | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const start = this.starts[index] ?? 0;
    const end = this.ends[index] ?? 0;
    const span = this.spans[index] ?? 0;
    const number = this.causeNumbers[index] ?? NO_CAUSE;
    if (number === NO_CAUSE) return { start, end, span };
    const cause = this.causes.get(causeOf(number));
    const waiter = this.waiters.get(index);
    const connection = isPartial(number) ? 0 : connectionOf(number);
    return {
      start,
      end,
      span,
      ...(cause !== undefined && { cause }),
      ...(isPartial(number) && { isPartial: true }),
      ...(waiter !== undefined && { waiter }),
      ...(connection !== 0 && { connection }),
      ...(connection !== 0 && isPipelined(number) && { isPipelined: true }),
      ...(connection !== 0 && isTogether(number) && { isTogether: true }),
    };
  }

  *[Symbol.iterator](): Generator<Slice, void, undefined> {
    for (let i = 0; i < this.length; i++) {
      const slice = this.at(i);
      if (slice !== undefined) yield slice;
    }
  }

  /** The time at which each span ran last; 0 for a span that never ran. */
  lastEnds(spans: number): Float64Array {
    const ends = new Float64Array(spans);
    for (let i = 0; i < this.length; i++) ends[this.spans[i] ?? 0] = this.ends[i] ?? 0;
    return ends;
  }

  private isOneOf(kinds: ReadonlySet<WakeKind>, cause: WakeNumber): boolean {
    const { on } = this.causes.get(causeOf(cause)) ?? {};
    return on !== undefined && kinds.has(on);
  }

  /**
   * The slice at `start` ended the wait, so the callbacks before it lie within that wait. After the end of the response
   * this is not certain: one of them may have written the response.
   */
  private settle(start: number, span: number, cause: number): void {
    const from = this.unsettledFrom;
    if (from < 0) return;
    this.unsettledFrom = -1;
    if (start > this.waitsUntil) return;
    let isPart = true;
    for (let i = from; i < this.length; i++) {
      const number = this.causeNumbers[i] ?? NO_CAUSE;
      if (!isCallbackOnly(number)) continue;
      // A call within a callback is a part of the wait when the callback is.
      if (causeOf(number) !== NO_CAUSE)
        isPart = causeOf(number) === cause || isBeside(number) || !this.isOneOf(WITHIN, number);
      if (!isPart) continue;
      this.causeNumbers[i] = PARTIAL_FLAG | (causeOf(number) === NO_CAUSE ? NO_CAUSE : cause);
      if (this.spans[i] !== span) this.waiters.set(i, span);
    }
  }

  private grow(): void {
    const capacity = this.starts.length * 2;
    this.starts = enlarge(this.starts, new Float64Array(capacity));
    this.ends = enlarge(this.ends, new Float64Array(capacity));
    this.spans = enlarge(this.spans, new Int32Array(capacity));
    this.causeNumbers = enlarge(this.causeNumbers, new Int32Array(capacity));
  }
}

function enlarge<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
