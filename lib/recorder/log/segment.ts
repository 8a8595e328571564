import type { MonotonicMs } from '../../model/execution.interface.js';
import type { CpuProfile } from '../sampling/cpu-profile.interface.js';
import { CHUNK_ENTRIES, ASLEEP, LogChunk, NOBODY } from './log-chunk.js';
import { MIN_PIECE_MS } from '../attribution/reply-pieces.js';
import { isGuess, wireOf } from '../attribution/wake-number.js';
import { Stepper } from '../../platform/stepper.js';

/** A stretch of others' work at least this long counts as blocking, and keeps its owners when a segment is thinned. */
export const BLOCK_FLOOR_MS = 20;

/** Bytes that a node and a sample of a profile take in memory, roughly. */
const NODE_BYTES = 300;
const SAMPLE_BYTES = 16;

/**
 * What was recorded between two rotations.
 *
 * @internal
 */
export interface Segment {
  readonly start: MonotonicMs;
  readonly end: MonotonicMs;
  readonly chunks: readonly LogChunk[];
  /** More than one when another application in the process made the sampler rotate in between. */
  readonly profiles: readonly CpuProfile[];
  readonly thinned: boolean;
  readonly bytes: number;
}

/** @internal */
export function makeSegment(
  start: MonotonicMs,
  end: MonotonicMs,
  chunks: readonly LogChunk[],
  profiles: readonly CpuProfile[],
  thinned = false,
): Segment {
  const logBytes = chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
  const profileBytes = profiles.reduce(
    (sum, { nodes, samples }) => sum + nodes.length * NODE_BYTES + (samples?.length ?? 0) * SAMPLE_BYTES,
    0,
  );
  return { start, end, chunks, profiles, thinned, bytes: logBytes + profileBytes };
}

/**
 * A segment's log without the entries that no execution still needs: short stretches of executions that are over become
 * one stretch of nobody's. On a busy server this leaves a hundredth for the few executions that take long.
 *
 * Can be interrupted.
 *
 * @param isNeeded whether the execution of this id may still be cut out
 * @internal
 */
export function* thin(segment: Segment, isNeeded: (id: number) => boolean): Generator<void, Segment> {
  const stepper = new Stepper();
  const kept = new EntryWriter();
  const replies = new ReplyKeeper(isNeeded);
  let stretch: LogChunk = new LogChunk(CHUNK_ENTRIES);
  const flush = (until: MonotonicMs): void => {
    const first = stretch.times[0];
    if (stretch.length === 0 || first === undefined) return;
    if (until - first >= BLOCK_FLOOR_MS) kept.copy(stretch);
    else kept.push(first, NOBODY, 0, 0);
    stretch.length = 0;
  };
  for (const chunk of segment.chunks) {
    for (let i = 0; i < chunk.length; i++) {
      if (stepper.isDue()) yield;
      const owner = chunk.owners[i] ?? NOBODY;
      const time = chunk.times[i] ?? 0;
      // Asked for each: a needed execution's connection may have brought a reply for another.
      const isReply = replies.isNeeded(chunk, i);
      if (isReply || owner === ASLEEP || isNeeded(owner)) {
        flush(time);
        kept.push(time, owner, chunk.spans[i] ?? 0, chunk.causes[i] ?? 0);
      } else if (stretch.length === CHUNK_ENTRIES) {
        flush(time);
        stretch = new LogChunk(CHUNK_ENTRIES);
        stretch.push(time, owner, 0, 0);
      } else if (stretch.length === 0 || stretch.owners[stretch.length - 1] !== owner) {
        stretch.push(time, owner, 0, 0);
      }
    }
  }
  flush(segment.end);
  return makeSegment(segment.start, segment.end, kept.finish(), segment.profiles, true);
}

/**
 * Keeps pieces of replies whose reader is not known yet, and who went on after them: else what somebody else read would
 * later be taken for the work of who reads from the same connection next.
 */
class ReplyKeeper {
  private readonly wires = new Set<number>();
  private keepsNext = false;

  constructor(private readonly isReaderNeeded: (id: number) => boolean) {}

  isNeeded({ times, owners, causes, length }: LogChunk, i: number): boolean {
    const cause = causes[i] ?? 0;
    const isReader = this.keepsNext;
    this.keepsNext = false;
    if (!isGuess(cause)) return isReader;
    // At a chunk's end who goes on is not known.
    if (i + 1 >= length) return true;
    const next = owners[i + 1] ?? NOBODY;
    if (next > NOBODY && !isGuess(causes[i + 1] ?? 0)) {
      this.keepsNext = this.wires.delete(wireOf(cause));
      return this.keepsNext || this.isReaderNeeded(next);
    }
    const isPiece = (times[i + 1] ?? 0) - (times[i] ?? 0) >= MIN_PIECE_MS;
    if (isPiece) this.wires.add(wireOf(cause));
    return isPiece;
  }
}

/** Collects entries, one after another, into chunks without room to spare. */
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
      this.push(entries.times[i] ?? 0, entries.owners[i] ?? NOBODY, 0, 0);
    }
  }

  finish(): LogChunk[] {
    return [...this.full, this.chunk.trimmed()];
  }
}
