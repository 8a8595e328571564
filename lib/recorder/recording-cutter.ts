import type { Execution } from '../execution/execution.js';
import { promiseState } from '../execution/promise-state.js';
import { ASLEEP, GUESS, NOBODY, type LogChunk } from './log-chunk.js';
import type { Block, Interval, RecordedSpan, Slice } from './recording.interface.js';
import { BLOCK_FLOOR_MS } from './segment.js';
import { NO_CAUSE, type WakeCauses } from './wake-cause.js';

/** Slices that one recording may hold; a busier execution has its shortest neighbours merged. */
export const MAX_SLICES = 100_000;
/** Changes of owner inside a blocked stretch that are told apart. */
const MAX_BLOCKS = 5_000;

/** A connection's work that is not confirmed to be the execution's is its own all the same when it takes this long. */
const LONG_GUESS_MS = 2;

/** An entry of the log. */
interface Entry {
  readonly time: number;
  readonly owner: number;
  readonly span: number;
  readonly cause: number;
}

/** Who an execution was, for naming it as a culprit. */
export type OwnerLookup = (id: number) => Block['owner'];

/** A blocked stretch while it is collected: its samples come later. */
export interface OpenBlock extends Interval {
  readonly owner: Block['owner'];
  readonly stacks: number[];
}

/**
 * Reads one execution's slices, and the stretches in which others held the loop, out of the log. Fed chunk by chunk,
 * so that the loop can go on in between.
 *
 * @internal
 */
export class RecordingCutter {
  readonly slices: Slice[] = [];
  readonly blocks: OpenBlock[] = [];
  /** Others' work since the last sleep or own slice. */
  private stretch: { start: number; end: number; owner: number }[] = [];
  private stretchFrom = 0;
  private last: Entry | undefined;
  /** A connection woke: this execution's work, when a continuation of it follows at once. */
  private guess: { readonly start: number; readonly end: number; readonly entry: Entry } | undefined;

  constructor(
    private readonly execution: Execution,
    private readonly causes: WakeCauses,
    private readonly ownerOf: OwnerLookup,
  ) {}

  read({ times, owners, spans, causes, length }: LogChunk): void {
    for (let i = 0; i < length; i++) {
      const time = times[i] ?? 0;
      this.close(time);
      if (time >= this.execution.end) {
        this.last = undefined;
        return;
      }
      this.last = { time, owner: owners[i] ?? NOBODY, span: spans[i] ?? 0, cause: causes[i] ?? 0 };
    }
  }

  /** Who owned the loop at the end of a segment goes on owning it in the next. */
  endSegment(end: number): void {
    this.close(end);
    if (this.last !== undefined) this.last = { ...this.last, time: Math.max(this.last.time, end), cause: 0 };
  }

  finish(): void {
    this.settleGuess(undefined);
    this.endStretch();
  }

  /** The entry before `until` is over. */
  private close(until: number): void {
    const { last, execution } = this;
    if (last === undefined) return;
    const start = Math.max(last.time, execution.start);
    const end = Math.min(until, execution.end);
    if (end <= start) return;
    const isOwn = last.owner === execution.id && !this.isLate(last, start);
    if (last.cause === GUESS) {
      this.settleGuess(undefined);
      this.guess = { start, end, entry: last };
      return;
    }
    this.settleGuess(isOwn ? last : undefined);
    if (isOwn) this.addSlice(start, end, last);
    else if (last.owner === ASLEEP) this.endStretch();
    else this.addToStretch(start, end, last.owner);
  }

  /** Work in the context of a span that has ended: left running, or a pooled connection that others use by now. */
  private isLate({ span }: Entry, start: number): boolean {
    const end = this.execution.spans[span]?.end ?? 0;
    return end !== 0 && start > end;
  }

  /** @param continuation of this execution that follows at once: the connection woke it, whoever had opened it */
  private settleGuess(continuation: Entry | undefined): void {
    const { guess } = this;
    if (guess === undefined) return;
    this.guess = undefined;
    const { start, end, entry } = guess;
    const isOwn = entry.owner === this.execution.id && !this.isLate(entry, start);
    if (continuation !== undefined)
      this.addSlice(start, end, isOwn ? { ...entry, cause: continuation.cause } : continuation);
    else if (isOwn && end - start >= LONG_GUESS_MS) this.addSlice(start, end, entry);
    else this.addToStretch(start, end, NOBODY);
  }

  private addSlice(start: number, end: number, { span, cause }: Entry): void {
    this.endStretch();
    const before = this.slices.at(-1);
    const adjoins =
      before !== undefined && before.end === start && (before.span === span || this.slices.length >= MAX_SLICES);
    if (adjoins) {
      this.slices[this.slices.length - 1] = { ...before, end };
      return;
    }
    if (this.slices.length >= MAX_SLICES) return;
    const known = this.causes.get(cause === GUESS ? NO_CAUSE : cause);
    this.slices.push(known === undefined ? { start, end, span } : { start, end, span, cause: known });
  }

  private addToStretch(start: number, end: number, owner: number): void {
    if (this.stretch.length === 0) this.stretchFrom = start;
    const before = this.stretch.at(-1);
    if (before !== undefined && (before.owner === owner || this.stretch.length >= MAX_BLOCKS)) before.end = end;
    else this.stretch.push({ start, end, owner });
  }

  private endStretch(): void {
    const to = this.stretch.at(-1)?.end ?? 0;
    if (this.stretch.length > 0 && to - this.stretchFrom >= BLOCK_FLOOR_MS && this.blocks.length < MAX_BLOCKS) {
      for (const { start, end, owner } of this.stretch) {
        this.blocks.push({ start, end, owner: owner === NOBODY ? undefined : this.ownerOf(owner), stacks: [] });
      }
    }
    this.stretch = [];
  }
}

/**
 * The spans as plain data. A span whose promise is still pending lasts until the execution's end. One whose promise was
 * settled before it was returned was never seen to settle: it lasted as long as its code ran.
 */
export function recordSpans(execution: Execution, slices: readonly Slice[]): RecordedSpan[] {
  const ranUntil = new Map<number, number>();
  for (const slice of slices) ranUntil.set(slice.span, slice.end);
  return execution.spans.map((span, index) => {
    const isRoot = index === 0;
    const state = span.promise === undefined ? undefined : promiseState(span.promise);
    const ended = isRoot || span.end !== 0 || state === 'fulfilled' || state === 'rejected';
    const seen = span.end !== 0 ? span.end : ended ? (ranUntil.get(index) ?? span.start) : execution.end;
    const end = isRoot ? execution.end : Math.max(span.start, Math.min(execution.end, seen));
    return {
      kind: span.site.kind,
      name: isRoot ? execution.name : span.site.name,
      parent: span.parent?.index ?? -1,
      start: span.start,
      end,
      count: span.count,
      totalMs: span.count > 1 ? span.totalMs : end - span.start,
      ended,
      failed: span.failed || state === 'rejected',
    };
  });
}
