import type { MonotonicMs } from '../../model/execution.interface.js';
import type { LogChunk } from '../log/log-chunk.js';
import { NOBODY } from '../log/log-chunk.js';
import type { Segment } from '../log/segment.js';
import { isGuess, mayBeSame, NO_CAUSE, PARTIAL, wireOf, type WakeNumber } from './wake-number.js';
import { Stepper } from '../../platform/stepper.js';

/** Pieces that are remembered; what is read in further ones is nobody's. */
const MAX_PIECES = 10_000;

/** Shorter ones hold nobody up, and there are many. */
export const MIN_PIECE_MS = 0.1;

/** Who went on when a reply was complete. @internal */
export interface ReplyReader {
  readonly owner: number;
  readonly span: number;
  readonly cause: WakeNumber;
}

/**
 * A large reply comes in pieces. Only the last of them is followed by whoever waited for it; what a driver makes of the
 * others, in the context of a connection that may have been opened long ago, was work for the same.
 *
 * @returns who that was, by the time of each piece's entry in the log
 * @internal
 */
export function* findReplyPieces(
  segments: readonly Segment[],
  until: MonotonicMs,
): Generator<void, ReadonlyMap<number, ReplyReader>> {
  const stepper = new Stepper();
  const reader = new PieceReader();
  for (const chunk of segments.flatMap(({ chunks }) => chunks)) {
    for (let i = 0; i < chunk.length; i++) {
      if (stepper.isDue()) yield;
      if ((chunk.times[i] ?? 0) >= until) return reader.readers;
      reader.read(chunk, i);
    }
    yield;
  }
  return reader.readers;
}

class PieceReader {
  readonly readers = new Map<number, ReplyReader>();
  /** Pieces that nobody went on after yet, by connection. */
  private readonly open = new Map<number, number[]>();
  private pieces = 0;
  private guess = NO_CAUSE;
  private guessTime: MonotonicMs = 0;

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
    this.open.delete(wire);
  }
}
