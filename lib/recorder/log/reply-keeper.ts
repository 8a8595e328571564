import { connectionOf, isProvisional } from '../attribution/wake-number.js';
import { OUTSIDE, type LogChunk } from './log-chunk.js';

/** Shorter pieces of a reply block no execution, and there are many. */
export const MIN_PIECE_MS = 0.1;

/**
 * Selects the pieces of replies whose reader is still unknown, and the entry of the reader. Without them, the next reader
 * of the same connection would be charged for a reply that another execution read.
 *
 * @internal
 */
export class ReplyKeeper {
  private readonly connections = new Set<number>();
  private keepsNext = false;

  constructor(private readonly isReaderNeeded: (id: number) => boolean) {}

  /** Called for each entry, in order of time. */
  isNeeded({ times, owners, causes, length }: LogChunk, i: number): boolean {
    const cause = causes[i] ?? 0;
    const isReader = this.keepsNext;
    this.keepsNext = false;
    if (!isProvisional(cause)) return isReader;
    // The next entry is in the next chunk.
    if (i + 1 >= length) return true;
    const next = owners[i + 1] ?? OUTSIDE;
    if (next > OUTSIDE && !isProvisional(causes[i + 1] ?? 0)) {
      this.keepsNext = this.connections.delete(connectionOf(cause));
      return this.keepsNext || this.isReaderNeeded(next);
    }
    const isPiece = (times[i + 1] ?? 0) - (times[i] ?? 0) >= MIN_PIECE_MS;
    if (isPiece) this.connections.add(connectionOf(cause));
    return isPiece;
  }
}
