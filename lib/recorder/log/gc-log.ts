import { PerformanceObserver } from 'node:perf_hooks';
import type { Interval } from './interval.interface.js';

/** Remembered pauses: more than the default retention at 100 a second. */
const CAPACITY = 16_384;

/**
 * The last garbage collection pauses, from Node's performance entries.
 *
 * @internal
 */
export class GcLog {
  private readonly starts = new Float64Array(CAPACITY);
  private readonly ends = new Float64Array(CAPACITY);
  private written = 0;
  private observer: PerformanceObserver | undefined;

  start(): void {
    this.observer = new PerformanceObserver(list => this.add(list.getEntries()));
    this.observer.observe({ entryTypes: ['gc'] });
  }

  stop(): void {
    this.observer?.disconnect();
    this.observer = undefined;
  }

  /** The pauses between two times: ordered, clipped, disjoint. */
  between(from: number, to: number): Interval[] {
    // Node delivers entries with a delay.
    this.add(this.observer?.takeRecords() ?? []);
    const found: Interval[] = [];
    for (let i = Math.max(0, this.written - CAPACITY); i < this.written; i++) {
      const start = Math.max(from, this.starts[i % CAPACITY] ?? 0);
      const end = Math.min(to, this.ends[i % CAPACITY] ?? 0);
      if (end > start) found.push({ start, end });
    }
    return merged(found.sort((a, b) => a.start - b.start));
  }

  private add(entries: readonly { readonly startTime: number; readonly duration: number }[]): void {
    for (const { startTime, duration } of entries) {
      this.starts[this.written % CAPACITY] = startTime;
      this.ends[this.written % CAPACITY] = startTime + duration;
      this.written += 1;
    }
  }
}

/** A short pause can be part of a long one. */
function merged(sorted: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const each of sorted) {
    const last = result.at(-1);
    if (last === undefined || each.start > last.end) result.push(each);
    else if (each.end > last.end) result[result.length - 1] = { start: last.start, end: each.end };
  }
  return result;
}
