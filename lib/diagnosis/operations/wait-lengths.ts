/** Classes of length for each doubling. Sorting 100 000 waits instead would take longer than one step may. */
const CLASSES_PER_DOUBLING = 16;
const SHORTEST_MS = 1e-3;
const CLASSES = CLASSES_PER_DOUBLING * 36;

/** A wait is much longer than others from this multiple of their median on. */
const MUCH_LONGER = 8;
const MUCH_LONGER_CLASSES = Math.log2(MUCH_LONGER) * CLASSES_PER_DOUBLING;
/** The largest share of waits that count as exceptions. More of them are part of the pattern. */
const FEW = 0.1;

/** Number and time of some waits. @internal */
export interface LongWaits {
  readonly count: number;
  readonly ms: number;
}

/**
 * The lengths of waits, as a histogram. Lengths that differ by less than 4 % count as equal.
 *
 * @internal
 */
export class WaitLengths {
  private readonly counts = new Float64Array(CLASSES);
  private readonly sums = new Float64Array(CLASSES);
  private readonly count: number;

  /** @param each the lengths in milliseconds */
  constructor(each: readonly number[]) {
    this.count = each.length;
    for (const ms of each) {
      const doublings = Math.log2(Math.max(ms, SHORTEST_MS) / SHORTEST_MS);
      const at = Math.min(Math.floor(doublings * CLASSES_PER_DOUBLING), CLASSES - 1);
      this.counts[at] = (this.counts[at] ?? 0) + 1;
      this.sums[at] = (this.sums[at] ?? 0) + ms;
    }
  }

  /** The length that this share of the waits does not exceed. 0 without waits. */
  quantile(share: number): number {
    const at = this.classOf(share);
    const count = this.counts[at] ?? 0;
    return count === 0 ? 0 : (this.sums[at] ?? 0) / count;
  }

  /** The few waits that are much longer than the median; none when they are many. */
  exceptions(): LongWaits {
    let count = 0;
    let ms = 0;
    for (let at = this.classOf(0.5) + MUCH_LONGER_CLASSES; at < CLASSES; at++) {
      count += this.counts[at] ?? 0;
      ms += this.sums[at] ?? 0;
    }
    return count <= this.count * FEW ? { count, ms } : { count: 0, ms: 0 };
  }

  private classOf(share: number): number {
    let left = Math.max(1, Math.ceil(this.count * share));
    let at = 0;
    for (; at < CLASSES - 1; at++) {
      left -= this.counts[at] ?? 0;
      if (left <= 0) break;
    }
    return at;
  }
}
