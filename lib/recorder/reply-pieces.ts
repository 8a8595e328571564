import type { MonotonicMs } from '../execution/execution.interface.js';
import type { Execution } from '../execution/execution.js';
import type { LogChunk } from './log-chunk.js';
import { NOBODY } from './log-chunk.js';
import type { Segment } from './segment.js';
import { isGuess, mayBeSame, NO_CAUSE, PARTIAL, wireOf, type WakeNumber } from './wake-number.js';

/** Pieces that are remembered; what is read in further ones is nobody's. */
const MAX_PIECES = 10_000;

/** Shorter ones hold nobody up, and there are many. */
export const MIN_PIECE_MS = 0.1;

/** Some tenths of a millisecond, when the code is not compiled yet. */
const ENTRIES_A_STEP = 1_000;

/** Who went on when a reply was complete. @internal */
export interface ReplyReader {
  readonly owner: number;
  readonly span: number;
  readonly cause: WakeNumber;
}

/** @internal */
export interface Replies {
  /** Who read each piece, by the time of its entry in the log. */
  readonly readers: ReadonlyMap<number, ReplyReader>;
  /** Spans of the execution in which a connection was opened that others used meanwhile: what it does keeps their context. */
  readonly shared: ReadonlySet<number>;
}

/** What a recording is cut with when nothing was replied. @internal */
export const NO_REPLIES: Replies = { readers: new Map(), shared: new Set() };

/**
 * A large reply comes in pieces. Only the last of them is followed by whoever waited for it; what a driver makes of the
 * others, in the context of a connection that may have been opened long ago, was work for the same.
 *
 * @internal
 */
export function* findReplyPieces(
  segments: readonly Segment[],
  { id, end }: Pick<Execution, 'id' | 'end'>,
): Generator<void, Replies> {
  const reader = new PieceReader(id);
  for (const chunk of segments.flatMap(({ chunks }) => chunks)) {
    for (let i = 0; i < chunk.length; i++) {
      if (i % ENTRIES_A_STEP === ENTRIES_A_STEP - 1) yield;
      if ((chunk.times[i] ?? 0) >= end) return reader;
      reader.read(chunk, i);
    }
    yield;
  }
  return reader;
}

class PieceReader implements Replies {
  readonly readers = new Map<number, ReplyReader>();
  readonly shared = new Set<number>();
  /** Pieces that nobody went on after yet, by connection. */
  private readonly open = new Map<number, number[]>();
  private pieces = 0;
  private guess = NO_CAUSE;
  private guessTime: MonotonicMs = 0;
  /** The span that is the guess's context, when that is the execution's; else -1. */
  private guessSpan = -1;

  constructor(private readonly id: number) {}

  read({ times, owners, spans, causes }: LogChunk, i: number): void {
    const time = times[i] ?? 0;
    const cause = causes[i] ?? NO_CAUSE;
    const wire = wireOf(this.guess);
    if (wire !== 0) {
      if (time - this.guessTime >= MIN_PIECE_MS) this.keep(wire);
      const owner = owners[i] ?? NOBODY;
      if (owner > NOBODY && !isGuess(cause) && mayBeSame(this.guess, cause))
        this.settle(wire, { owner, span: spans[i] ?? 0, cause });
    }
    this.guessSpan = owners[i] === this.id ? (spans[i] ?? 0) : -1;
    this.guess = isGuess(cause) ? cause : NO_CAUSE;
    this.guessTime = time;
  }

  private keep(wire: number): void {
    if (this.pieces >= MAX_PIECES) return;
    const read = this.open.get(wire);
    if (read === undefined) this.open.set(wire, [this.guessTime]);
    else read.push(this.guessTime);
    this.pieces += 1;
  }

  private settle(wire: number, reader: ReplyReader): void {
    const partly = { ...reader, cause: reader.cause | PARTIAL };
    for (const time of this.open.get(wire) ?? []) this.readers.set(time, time === this.guessTime ? reader : partly);
    if (this.guessSpan >= 0 && reader.owner !== this.id) this.shared.add(this.guessSpan);
    this.open.delete(wire);
  }
}
