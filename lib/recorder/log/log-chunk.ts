import type { MonotonicMs } from '../../model/execution.interface.js';
import { NO_CAUSE, type WakeNumber } from '../attribution/wake-number.js';

/** Owner of an interval in which the loop slept. */
export const ASLEEP = -1;
/** Owner of an interval in which code ran outside all executions. */
export const OUTSIDE = 0;

/** Entries of one chunk: 20 bytes each. */
export const CHUNK_ENTRIES = 16_384;

/**
 * A part of the resume log in columns. Entry `i` has the owner of the loop from `times[i]` until the next entry.
 *
 * @internal
 */
export class LogChunk {
  readonly times: Float64Array;
  /** An execution's id, {@link ASLEEP} or {@link OUTSIDE}. */
  readonly owners: Int32Array;
  /** Index of the span within the execution. */
  readonly spans: Int32Array;
  /** As {@link WakeNumber}. */
  readonly causes: Int32Array;
  length = 0;

  constructor(capacity = CHUNK_ENTRIES) {
    this.times = new Float64Array(capacity);
    this.owners = new Int32Array(capacity);
    this.spans = new Int32Array(capacity);
    this.causes = new Int32Array(capacity);
  }

  get bytes(): number {
    return this.times.length * 20;
  }

  /** A copy without spare capacity. */
  trimmed(): LogChunk {
    const copy = new LogChunk(this.length);
    copy.times.set(this.times.subarray(0, this.length));
    copy.owners.set(this.owners.subarray(0, this.length));
    copy.spans.set(this.spans.subarray(0, this.length));
    copy.causes.set(this.causes.subarray(0, this.length));
    copy.length = this.length;
    return copy;
  }

  push(time: MonotonicMs, owner: number, span: number, cause: WakeNumber): void {
    const i = this.length;
    this.times[i] = time;
    this.owners[i] = owner;
    this.spans[i] = span;
    this.causes[i] = cause;
    this.length = i + 1;
  }

  /** Adds an entry without a cause before entry `at`. A full chunk takes none. */
  insert(at: number, time: MonotonicMs, owner: number, span: number): void {
    const { length } = this;
    if (length === this.times.length) return;
    for (const column of [this.times, this.owners, this.spans, this.causes]) column.copyWithin(at + 1, at, length);
    this.length = at;
    this.push(time, owner, span, NO_CAUSE);
    this.length = length + 1;
  }
}
