import type { MonotonicMs } from '../../model/execution.interface.js';
import { Stepper } from '../../platform/stepper.js';
import {
  canShareWakeUp,
  connectionOf,
  isProvisional,
  NO_CAUSE,
  PARTIAL_FLAG,
  type WakeNumber,
} from '../attribution/wake-number.js';
import { type LogChunk, OUTSIDE } from '../log/log-chunk.js';
import { MIN_PIECE_MS } from '../log/reply-keeper.js';
import type { Segment } from '../log/segment.js';
import type { Steps } from '../../platform/steps.js';

/** Remembered pieces. Further ones belong to no execution. */
const MAX_PIECES = 10_000;

/** The entry that continued when a reply was complete. @internal */
export interface ReplyReader {
  readonly owner: number;
  readonly span: number;
  readonly cause: WakeNumber;
}

/**
 * Finds the readers of replies that arrive in pieces. Only the last piece is followed by the execution that awaited the
 * reply. The driver parses the other pieces in the context of the connection, for the same execution.
 *
 * @returns the reader, by the time of each piece's entry in the log
 * @internal
 */
export function* findReplyPieces(
  segments: readonly Segment[],
  until: MonotonicMs,
): Steps<ReadonlyMap<number, ReplyReader>> {
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
  /** The times of pieces without a reader so far, by connection. */
  private readonly open = new Map<number, number[]>();
  private pieces = 0;
  /** The last entry, when it is provisional. */
  private provisional = NO_CAUSE;
  private provisionalTime: MonotonicMs = 0;

  read({ times, owners, spans, causes }: LogChunk, i: number): void {
    const time = times[i] ?? 0;
    const cause = causes[i] ?? NO_CAUSE;
    const connection = connectionOf(this.provisional);
    if (connection !== 0) {
      if (time - this.provisionalTime >= MIN_PIECE_MS) this.keep(connection);
      const owner = owners[i] ?? OUTSIDE;
      if (owner > OUTSIDE && !isProvisional(cause) && canShareWakeUp(this.provisional, cause))
        this.settle(connection, { owner, span: spans[i] ?? 0, cause });
    }
    this.provisional = isProvisional(cause) ? cause : NO_CAUSE;
    this.provisionalTime = time;
  }

  private keep(connection: number): void {
    if (this.pieces >= MAX_PIECES) return;
    const read = this.open.get(connection);
    if (read === undefined) this.open.set(connection, [this.provisionalTime]);
    else read.push(this.provisionalTime);
    this.pieces += 1;
  }

  private settle(connection: number, reader: ReplyReader): void {
    const partial = { ...reader, cause: reader.cause | PARTIAL_FLAG };
    for (const time of this.open.get(connection) ?? [])
      this.readers.set(time, time === this.provisionalTime ? reader : partial);
    this.open.delete(connection);
  }
}
