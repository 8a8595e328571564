import type { MonotonicMs } from '../../model/execution.interface.js';
import type { ProcessorUse } from '../processor/processor-use.interface.js';
import type { CpuProfile } from '../sampling/cpu-profile.interface.js';
import type { LogChunk } from './log-chunk.js';
import { makeSegment, type Segment } from './segment.js';
import { thinSegment } from './thin-segment.js';

/** Memory of all segments. The oldest are dropped beyond it. */
export const MAX_BYTES = 16 * 1_024 * 1_024;
/** Age at which a segment is thinned: shorter executions have ended by then. */
const THIN_AFTER_MS = 3_000;

/**
 * The recorder's data: segments in order of time, bounded in time and in bytes.
 *
 * @internal
 */
export class SegmentStore {
  private segments: Segment[] = [];
  private bytes = 0;
  /** Data before this time was dropped, although an execution may have needed it. */
  private droppedBefore: MonotonicMs = 0;

  constructor(private readonly retentionMs: number) {}

  add(
    start: MonotonicMs,
    end: MonotonicMs,
    chunks: readonly LogChunk[],
    profiles: readonly CpuProfile[],
    use?: ProcessorUse,
  ): void {
    const segment = makeSegment(start, end, chunks, profiles, use);
    this.segments.push(segment);
    this.bytes += segment.bytes;
  }

  forgetBefore(needed: MonotonicMs, now: MonotonicMs): void {
    while (this.segments[0] !== undefined && this.segments[0].end < needed) this.drop();
    this.droppedBefore = Math.max(this.droppedBefore, now - this.retentionMs);
    while (this.bytes > MAX_BYTES && this.segments[0] !== undefined) {
      this.droppedBefore = this.segments[0].end;
      this.drop();
    }
  }

  /** Thins the oldest segment that still has all entries. Can be interrupted. */
  *thinOne(now: MonotonicMs, isNeeded: (id: number) => boolean): Generator<void, void> {
    const segment = this.segments.find(each => !each.thinned);
    if (segment === undefined || now - segment.end < THIN_AFTER_MS) return;
    const thinned = yield* thinSegment(segment, isNeeded);
    const index = this.segments.indexOf(segment);
    if (index < 0) return;
    this.bytes += thinned.bytes - segment.bytes;
    this.segments[index] = thinned;
  }

  between(from: MonotonicMs, to: MonotonicMs): Segment[] {
    return this.segments.filter(segment => segment.end >= from && segment.start <= to);
  }

  /** The chunks of the log, newest first. */
  *newestFirst(): Generator<LogChunk, void> {
    for (const { chunks } of this.segments.toReversed()) yield* chunks.toReversed();
  }

  isIncompleteFor(start: MonotonicMs): boolean {
    return start < this.droppedBefore;
  }

  clear(): void {
    this.segments = [];
    this.bytes = 0;
  }

  /** Drops everything when recording stops. Executions that continue after a restart lack their beginning. */
  dropAll(now: MonotonicMs): void {
    this.clear();
    this.droppedBefore = now;
  }

  private drop(): void {
    this.bytes -= this.segments.shift()?.bytes ?? 0;
  }
}
