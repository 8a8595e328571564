/** The largest relative error of a percentile. */
const RELATIVE_ERROR = 0.05;
const SHORTEST_MS = 0.001;
const LONGEST_MS = 3_600_000;

/**
 * Bucket `i` holds the durations in `(GROWTH^(i-1), GROWTH^i]` microseconds. Its value is `2 * GROWTH^i / (GROWTH + 1)`,
 * which has the same relative error at both ends: `(GROWTH - 1) / (GROWTH + 1)`. With this growth it is exactly
 * `RELATIVE_ERROR`.
 */
const GROWTH = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const BUCKETS_PER_E = 1 / Math.log(GROWTH);
const OVERFLOW = Math.ceil(Math.log(LONGEST_MS / SHORTEST_MS) * BUCKETS_PER_E) + 1;

/**
 * Counts durations from 1 µs to 1 h in 222 buckets (888 bytes) that grow by a constant factor. Shorter durations count as
 * 1 µs, longer ones as the longest that was added.
 *
 * @internal
 */
export class DurationHistogram {
  private readonly buckets = new Uint32Array(OVERFLOW + 1);
  private total = 0;
  private longest = 0;

  get count(): number {
    return this.total;
  }

  /** The longest duration added, exact. */
  get maxMs(): number {
    return this.longest;
  }

  /** Allocates nothing. A value that is not a positive number counts as the shortest duration. */
  add(durationMs: number): void {
    const exact = durationMs > SHORTEST_MS ? Math.ceil(Math.log(durationMs / SHORTEST_MS) * BUCKETS_PER_E) : 0;
    const index = exact < OVERFLOW ? exact : OVERFLOW;
    this.buckets[index] = (this.buckets[index] ?? 0) + 1;
    this.total += 1;
    if (durationMs > this.longest) this.longest = durationMs;
  }

  /**
   * The duration that the given share of all durations did not exceed, by the nearest-rank rule; 0 when empty.
   *
   * @param share above 0, at most 1
   */
  percentile(share: number): number {
    const rank = Math.ceil(share * this.total);
    let counted = 0;
    for (let index = 0; index <= OVERFLOW; index += 1) {
      counted += this.buckets[index] ?? 0;
      if (counted >= rank && counted > 0) return this.valueOf(index);
    }
    return 0;
  }

  private valueOf(index: number): number {
    if (index === OVERFLOW) return this.longest;
    const middle = index === 0 ? SHORTEST_MS : (SHORTEST_MS * 2 * GROWTH ** index) / (GROWTH + 1);
    return Math.min(middle, this.longest);
  }
}
