import type { MonotonicMs } from '../../model/execution.interface.js';
import type { ProcessorUse } from '../processor/processor-use.interface.js';
import type { CpuProfile } from '../sampling/cpu-profile.interface.js';
import type { LogChunk } from './log-chunk.js';
import { makeSegment, type Segment } from './segment.js';
import { thinSegment } from './thin-segment.js';

const MB = 1_024 * 1_024;

/** Memory of log and profiles together. The oldest profiles are dropped beyond it. */
export const MAX_BYTES = 16 * MB;
/** Memory of the log. The oldest segments are dropped beyond it, and only then: times need the log alone. */
export const MAX_LOG_BYTES = 12 * MB;
/** Age at which a segment is thinned: shorter executions have ended by then. */
const THIN_AFTER_MS = 3_000;

/**
 * The recorder's data: segments in order of time, bounded in time and in bytes. Deep recursion fills the memory with
 * profiles within seconds. Times and waits come from the log, so profiles are dropped first.
 *
 * @internal
 */
export class SegmentStore {
  private segments: Segment[] = [];
  private logBytes = 0;
  private profileBytes = 0;
  /** Data before this time was dropped, although an execution may have needed it. */
  private droppedBefore: MonotonicMs = 0;
  /** The same for profiles alone. */
  private profilesDroppedBefore: MonotonicMs = 0;

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
    this.count(segment, 1);
  }

  forgetBefore(needed: MonotonicMs, now: MonotonicMs): void {
    while (this.segments[0] !== undefined && this.segments[0].end < needed) this.drop();
    this.droppedBefore = Math.max(this.droppedBefore, now - this.retentionMs);
    for (
      let [oldest] = this.segments;
      this.logBytes > MAX_LOG_BYTES && oldest !== undefined;
      [oldest] = this.segments
    ) {
      this.droppedBefore = oldest.end;
      this.drop();
    }
    for (let index = 0; this.logBytes + this.profileBytes > MAX_BYTES && index < this.segments.length; index++)
      this.dropProfiles(index);
  }

  /** Thins the oldest segment that still has all entries. Can be interrupted. */
  *thinOne(now: MonotonicMs, isNeeded: (id: number) => boolean): Generator<void, void> {
    const segment = this.segments.find(each => !each.thinned);
    if (segment === undefined || now - segment.end < THIN_AFTER_MS) return;
    const thinned = yield* thinSegment(segment, isNeeded);
    const index = this.segments.findIndex(({ chunks }) => chunks === segment.chunks);
    const current = this.segments[index];
    if (current === undefined) return;
    // Profiles that were dropped meanwhile stay dropped.
    const { profiles, profileBytes } = current;
    this.replace(index, { ...thinned, profiles, profileBytes });
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

  /** Milliseconds from the start of an execution whose CPU samples were dropped. */
  unsampledMs(start: MonotonicMs, end: MonotonicMs): number {
    return Math.max(0, Math.min(end, this.profilesDroppedBefore) - start);
  }

  clear(): void {
    this.segments = [];
    this.logBytes = this.profileBytes = 0;
  }

  /** Drops everything when recording stops. Executions that continue after a restart lack their beginning. */
  dropAll(now: MonotonicMs): void {
    this.clear();
    this.droppedBefore = now;
  }

  private drop(): void {
    const oldest = this.segments.shift();
    if (oldest !== undefined) this.count(oldest, -1);
  }

  private dropProfiles(index: number): void {
    const segment = this.segments[index];
    if (segment === undefined || segment.profiles.length === 0) return;
    this.profilesDroppedBefore = segment.end;
    this.replace(index, { ...segment, profiles: [], profileBytes: 0 });
  }

  private replace(index: number, by: Segment): void {
    const before = this.segments[index];
    if (before === undefined) return;
    this.count(before, -1);
    this.count(by, 1);
    this.segments[index] = by;
  }

  private count({ logBytes, profileBytes }: Segment, sign: 1 | -1): void {
    this.logBytes += sign * logBytes;
    this.profileBytes += sign * profileBytes;
  }
}
