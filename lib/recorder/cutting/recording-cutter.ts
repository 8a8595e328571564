import type { Execution } from '../../tracing/execution.js';
import { ASLEEP, NOBODY, type LogChunk } from '../log/log-chunk.js';
import type { Block, Interval } from '../recording.interface.js';
import { BLOCK_FLOOR_MS } from '../log/segment.js';
import { SliceColumns } from '../log/slice-columns.js';
import { SpanPlaces } from '../log/span-places.js';
import type { WakeCauses } from '../attribution/wake-cause.js';
import { ALONE, causeOf, isGuess, mayBeSame, NO_CAUSE, type WakeNumber } from '../attribution/wake-number.js';
import type { ReplyReader } from '../attribution/reply-pieces.js';
import { Stepper } from '../../platform/stepper.js';

/** Changes of owner inside a blocked stretch that are told apart. */
const MAX_BLOCKS = 5_000;

/** A connection's work that is not confirmed to be the execution's is its own all the same when it takes this long. */
const LONG_GUESS_MS = 2;

/** An entry of the log, without the time. */
interface Entry {
  readonly owner: number;
  readonly span: number;
  readonly cause: WakeNumber;
}

const NO_ENTRY = -1;

/** A connection's callback of an uncertain owner, and the calls in it, one after another. */
interface Guess {
  readonly parts: { readonly start: number; readonly end: number; readonly span: number }[];
  readonly start: number;
  end: number;
  readonly owner: number;
  readonly cause: WakeNumber;
}

/** Who an execution was, for naming it as a culprit. */
export type OwnerLookup = (id: number) => Block['owner'];

/** A blocked stretch while it is collected: its samples come later. */
export interface OpenBlock extends Interval {
  readonly owner: Block['owner'];
  readonly stacks: number[];
}

/** Others' work, by the number of its execution. */
interface OthersWork {
  readonly start: number;
  end: number;
  readonly owner: number;
}

/**
 * Reads one execution's slices, and the stretches in which others held the loop, out of the log. Fed chunk by chunk, and
 * can be interrupted within each.
 *
 * @internal
 */
export class RecordingCutter {
  readonly slices: SliceColumns;
  readonly blocks: OpenBlock[] = [];
  /** Whose owners are not named yet. */
  private readonly blocked: OthersWork[] = [];
  /** Others' work since the last sleep or own slice. */
  private stretch: OthersWork[] = [];
  private stretchFrom = 0;
  /** The entry read last, or {@link NO_ENTRY} for its time: fields, since an object for each entry would be millions. */
  private lastTime = NO_ENTRY;
  private lastOwner = NOBODY;
  private lastSpan = 0;
  private lastCause = NO_CAUSE;
  /** A connection woke: this execution's work, when a continuation of it follows at once. */
  private guess: Guess | undefined;

  constructor(
    private readonly execution: Execution,
    causes: WakeCauses,
    private readonly ownerOf: OwnerLookup,
    private readonly places: SpanPlaces,
    /** Guesses of which it is known whose they are, by their times. */
    private readonly pieces: ReadonlyMap<number, ReplyReader>,
  ) {
    this.slices = new SliceColumns(causes, execution.outputHandedOverAt);
  }

  *read({ times, owners, spans, causes, length }: LogChunk): Generator<void, void> {
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
      this.lastOwner = owners[i] ?? NOBODY;
      this.lastSpan = spans[i] ?? 0;
      this.lastCause = causes[i] ?? NO_CAUSE;
    }
  }

  /** Who owned the loop at the end of a segment goes on owning it in the next. */
  endSegment(end: number): void {
    this.close(end);
    if (this.lastTime === NO_ENTRY) return;
    this.lastTime = Math.max(this.lastTime, end);
    this.lastCause = NO_CAUSE;
  }

  /** The blocks are there when it is over. */
  *finish(): Generator<void, void> {
    const stepper = new Stepper();
    this.settleGuess(undefined);
    this.endStretch();
    for (const { start, end, owner } of this.blocked) {
      this.blocks.push({ start, end, owner: owner === NOBODY ? undefined : this.ownerOf(owner), stacks: [] });
      if (stepper.isDue()) yield;
    }
  }

  /** The entry before `until` is over. */
  private close(until: number): void {
    const { lastTime, lastOwner: owner, lastSpan: span, lastCause: cause, execution } = this;
    if (lastTime === NO_ENTRY) return;
    const start = Math.max(lastTime, execution.start);
    const end = Math.min(until, execution.end);
    if (end <= start) return;
    if (isGuess(cause)) {
      const reader = this.pieces.get(lastTime);
      if (reader === undefined) this.addGuess(start, end, { owner, span, cause });
      else {
        this.settleGuess(undefined);
        this.addRead(start, end, reader);
      }
      return;
    }
    if (this.guess !== undefined) this.settleGuess({ owner, span, cause });
    if (owner === execution.id && !this.isStray(span, start, end)) this.addSlice(start, end, span, cause);
    else if (owner === ASLEEP) this.endStretch();
    else this.addToStretch(start, end, owner === execution.id ? NOBODY : owner);
  }

  /**
   * A little work in the context of a span that has ended, while another waits: of a timer that nobody cleared, or
   * queued by a pooled connection that was opened there. It does not end the wait. When none waits it is what the
   * response is made of.
   */
  private isStray(span: number, start: number, end: number): boolean {
    return end - start < LONG_GUESS_MS && this.isLate(span, start) && this.places.openAt(span, start) !== 0;
  }

  /** In the context of a span that has ended: left running, or a pooled connection that others use by now. */
  private isLate(span: number, start: number): boolean {
    const end = this.execution.spans[span]?.end ?? 0;
    return end !== 0 && start > end;
  }

  private addGuess(start: number, end: number, { owner, span, cause }: Entry): void {
    const { guess } = this;
    if (guess !== undefined && guess.owner === owner && guess.cause === cause && guess.end === start) {
      guess.parts.push({ start, end, span });
      guess.end = end;
      return;
    }
    this.settleGuess(undefined);
    this.guess = { parts: [{ start, end, span }], start, end, owner, cause };
  }

  /** @param next who goes on at once: the connection woke it, whoever had opened it */
  private settleGuess(next: Entry | undefined): void {
    const { guess } = this;
    if (guess === undefined) return;
    this.guess = undefined;
    const { id } = this.execution;
    const { cause, owner } = guess;
    const confirmed = next !== undefined && next.owner > NOBODY && mayBeSame(cause, next.cause) ? next : undefined;
    const isLong = guess.end - guess.start >= LONG_GUESS_MS;
    for (const { start, end, span } of guess.parts) {
      const isOwn = owner === id && (confirmed === undefined || !this.isLate(span, start));
      if (confirmed?.owner === id) this.addSlice(start, end, isOwn ? span : confirmed.span, confirmed.cause);
      else if (isOwn && isLong) this.addSlice(start, end, span, causeOf(cause) | ALONE);
      else this.addToStretch(start, end, confirmed?.owner ?? NOBODY);
    }
  }

  private addRead(start: number, end: number, { owner, span, cause }: ReplyReader): void {
    if (owner === this.execution.id) this.addSlice(start, end, span, cause);
    else this.addToStretch(start, end, owner);
  }

  private addSlice(start: number, end: number, span: number, cause: number): void {
    this.endStretch();
    this.slices.add(start, end, this.places.openAt(span, start), cause);
  }

  private addToStretch(start: number, end: number, owner: number): void {
    if (this.stretch.length === 0) this.stretchFrom = start;
    const before = this.stretch.at(-1);
    if (before !== undefined && (before.owner === owner || this.stretch.length >= MAX_BLOCKS)) before.end = end;
    else this.stretch.push({ start, end, owner });
  }

  private endStretch(): void {
    if (this.stretch.length === 0) return;
    const to = this.stretch.at(-1)?.end ?? 0;
    if (to - this.stretchFrom >= BLOCK_FLOOR_MS && this.blocked.length < MAX_BLOCKS) {
      for (const work of this.stretch) this.blocked.push(work);
    }
    this.stretch = [];
  }
}
