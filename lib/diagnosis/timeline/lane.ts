import type { Steps } from '../diagnosis.interface.js';
import { markLargest } from '../largest.js';
import { Stepper } from '../../platform/stepper.js';

const MAX_ENTRIES = 1_000;

/** @internal */
export interface LaneEntry {
  readonly start: number;
  readonly end: number;
  /** The content of the entry, as a number that the caller chooses. */
  readonly what: number;
}

/**
 * Builds one lane of the timeline, in columns: it can have as many entries as the execution has phases. Entries are
 * added in order of time.
 *
 * @internal
 */
export class Lane {
  private length = 0;
  private readonly start: Float64Array;
  private readonly end: Float64Array;
  private readonly what: Int32Array;

  /**
   * @param capacity the most entries that will be added
   * @param apart neighbours with the same content become one entry, up to this distance in milliseconds
   */
  constructor(
    capacity: number,
    private readonly apart: number,
  ) {
    this.start = new Float64Array(capacity);
    this.end = new Float64Array(capacity);
    this.what = new Int32Array(capacity);
  }

  add(start: number, end: number, what: number): void {
    const last = this.length - 1;
    if (last >= 0 && this.what[last] === what && start - (this.end[last] ?? 0) <= this.apart) {
      this.end[last] = end;
      return;
    }
    const at = this.length++;
    this.start[at] = start;
    this.end[at] = end;
    this.what[at] = what;
  }

  /** The entries, the longest 1 000 when there are more. */
  *finish(): Steps<LaneEntry[]> {
    const stepper = new Stepper();
    const sizes = new Float64Array(this.length);
    for (let i = 0; i < this.length; i++) {
      if (stepper.isDue()) yield;
      sizes[i] = (this.end[i] ?? 0) - (this.start[i] ?? 0);
    }
    yield;
    const marks = yield* markLargest(sizes, MAX_ENTRIES);
    const entries: LaneEntry[] = [];
    for (let i = 0; i < this.length; i++) {
      if (stepper.isDue()) yield;
      if (marks[i] === 1) entries.push({ start: this.start[i] ?? 0, end: this.end[i] ?? 0, what: this.what[i] ?? 0 });
    }
    return entries;
  }
}
