import type { MonotonicMs } from '../../model/execution.interface.js';
import type { CpuProfile } from '../sampling/cpu-profile.interface.js';
import type { LogChunk } from './log-chunk.js';
import { makeSegment, thin, type Segment } from './segment.js';

/** Memory for segments in all; the oldest are given up beyond it. */
export const MAX_BYTES = 16 * 1_024 * 1_024;
/** Executions shorter than this are gone when a segment is thinned. */
const THIN_AFTER_MS = 3_000;

/**
 * The recorder's memory: segments in order of time, bounded in time and in bytes.
 *
 * @internal
 */
export class SegmentStore {
  private segments: Segment[] = [];
  private bytes = 0;
  /** Nothing before this is there any more, though somebody may have needed it. */
  private givenUpBefore: MonotonicMs = 0;

  constructor(private readonly retentionMs: number) {}

  add(start: MonotonicMs, end: MonotonicMs, chunks: readonly LogChunk[], profiles: readonly CpuProfile[]): void {
    const segment = makeSegment(start, end, chunks, profiles);
    this.segments.push(segment);
    this.bytes += segment.bytes;
  }

  forgetBefore(needed: MonotonicMs, now: MonotonicMs): void {
    while (this.segments[0] !== undefined && this.segments[0].end < needed) this.drop();
    this.givenUpBefore = Math.max(this.givenUpBefore, now - this.retentionMs);
    while (this.bytes > MAX_BYTES && this.segments[0] !== undefined) {
      this.givenUpBefore = this.segments[0].end;
      this.drop();
    }
  }

  /** Thins the oldest segment that still has all its entries. Can be interrupted. */
  *thinOne(now: MonotonicMs, isNeeded: (id: number) => boolean): Generator<void, void> {
    const segment = this.segments.find(each => !each.thinned);
    if (segment === undefined || now - segment.end < THIN_AFTER_MS) return;
    const thinned = yield* thin(segment, isNeeded);
    const index = this.segments.indexOf(segment);
    if (index < 0) return;
    this.bytes += thinned.bytes - segment.bytes;
    this.segments[index] = thinned;
  }

  between(from: MonotonicMs, to: MonotonicMs): Segment[] {
    return this.segments.filter(segment => segment.end >= from && segment.start <= to);
  }

  isIncompleteFor(start: MonotonicMs): boolean {
    return start < this.givenUpBefore;
  }

  clear(): void {
    this.segments = [];
    this.bytes = 0;
  }

  /** Recording stops: what began before it goes on will lack its beginning. */
  giveUp(now: MonotonicMs): void {
    this.clear();
    this.givenUpBefore = now;
  }

  private drop(): void {
    this.bytes -= this.segments.shift()?.bytes ?? 0;
  }
}
