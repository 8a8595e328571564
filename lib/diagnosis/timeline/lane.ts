/**
 * The intervals of one lane of the timeline, in columns: there can be as many as the execution has phases. They are added
 * in order of time.
 *
 * @internal
 */
export class Lane {
  length = 0;
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** The content of each interval, as a number that the caller chooses. */
  readonly what: Int32Array;

  /** @param capacity the most intervals that will be added */
  constructor(capacity: number) {
    this.start = new Float64Array(capacity);
    this.end = new Float64Array(capacity);
    this.what = new Int32Array(capacity);
  }

  /** Adds an interval. It extends the one before when that has the same content and ends at its start. */
  add(start: number, end: number, what: number): void {
    const last = this.length - 1;
    if (last >= 0 && this.what[last] === what && start <= (this.end[last] ?? 0)) {
      this.end[last] = end;
      return;
    }
    const at = this.length++;
    this.start[at] = start;
    this.end[at] = end;
    this.what[at] = what;
  }
}
