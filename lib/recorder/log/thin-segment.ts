import type { MonotonicMs } from '../../model/execution.interface.js';
import { Stepper } from '../../platform/stepper.js';
import { ASLEEP, CHUNK_ENTRIES, LogChunk, OUTSIDE } from './log-chunk.js';
import { ReplyKeeper } from './reply-keeper.js';
import { BLOCK_FLOOR_MS, makeSegment, type Segment } from './segment.js';

/**
 * Removes the entries that no execution needs any more: short intervals of finished executions become one interval
 * outside all executions. On a busy server, a hundredth of the entries remains for the few long executions.
 *
 * @param isNeeded true while a recording of the execution with this id may still be cut
 * @internal
 */
export function* thinSegment(segment: Segment, isNeeded: (id: number) => boolean): Generator<void, Segment> {
  const stepper = new Stepper();
  const kept = new EntryWriter();
  const replies = new ReplyKeeper(isNeeded);
  let interval = new LogChunk(CHUNK_ENTRIES);
  const flush = (until: MonotonicMs): void => {
    const first = interval.times[0];
    if (interval.length === 0 || first === undefined) return;
    if (until - first >= BLOCK_FLOOR_MS) kept.copy(interval);
    else kept.push(first, OUTSIDE, 0, 0);
    interval.length = 0;
  };
  for (const chunk of segment.chunks) {
    for (let i = 0; i < chunk.length; i++) {
      if (stepper.isDue()) yield;
      const owner = chunk.owners[i] ?? OUTSIDE;
      const time = chunk.times[i] ?? 0;
      // Checked for each entry: the connection of a needed execution may have brought a reply for another one.
      const isReply = replies.isNeeded(chunk, i);
      if (isReply || owner === ASLEEP || isNeeded(owner)) {
        flush(time);
        kept.push(time, owner, chunk.spans[i] ?? 0, chunk.causes[i] ?? 0);
      } else if (interval.length === CHUNK_ENTRIES) {
        flush(time);
        interval = new LogChunk(CHUNK_ENTRIES);
        interval.push(time, owner, 0, 0);
      } else if (interval.length === 0 || interval.owners[interval.length - 1] !== owner) {
        interval.push(time, owner, 0, 0);
      }
    }
  }
  flush(segment.end);
  return makeSegment(segment.start, segment.end, kept.finish(), segment.profiles, segment.use, true);
}

/** Collects entries into chunks without spare capacity. */
class EntryWriter {
  private readonly full: LogChunk[] = [];
  private chunk = new LogChunk();

  push(time: MonotonicMs, owner: number, span: number, cause: number): void {
    if (this.chunk.length === CHUNK_ENTRIES) {
      this.full.push(this.chunk);
      this.chunk = new LogChunk();
    }
    this.chunk.push(time, owner, span, cause);
  }

  copy(entries: LogChunk): void {
    for (let i = 0; i < entries.length; i++) {
      this.push(entries.times[i] ?? 0, entries.owners[i] ?? OUTSIDE, 0, 0);
    }
  }

  finish(): LogChunk[] {
    return [...this.full, this.chunk.trimmed()];
  }
}
