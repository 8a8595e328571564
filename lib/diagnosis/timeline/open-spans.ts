import type { RecordedSpan } from '../../recorder/recording.interface.js';

/**
 * Finds the innermost span that was open at a time. Times must never decrease, so that the whole walk is linear in the
 * number of spans.
 *
 * @internal
 */
export class OpenSpans {
  /** Span indices ordered by start, without the root, which is always open. */
  private readonly byStart: number[];
  private readonly depths: Int32Array;
  /** Spans that have begun, by depth, the latest last. A span that has ended is removed when it is the last one. */
  private readonly open: number[][] = [];
  private next = 0;

  constructor(private readonly spans: readonly RecordedSpan[]) {
    this.depths = new Int32Array(spans.length);
    for (let i = 1; i < spans.length; i++) {
      const parent = spans[i]?.parent ?? 0;
      this.depths[i] = (parent >= 0 && parent < i ? (this.depths[parent] ?? 0) : 0) + 1;
    }
    this.byStart = Array.from({ length: Math.max(0, spans.length - 1) }, (_, i) => i + 1).sort(
      (a, b) => this.startOf(a) - this.startOf(b) || a - b,
    );
  }

  /**
   * Index of the deepest span below the root that is open at `time`; 0 when there is none.
   *
   * @param time not before the time of the last call
   */
  innermostAt(time: number): number {
    for (let index = this.byStart[this.next]; index !== undefined && this.startOf(index) <= time;) {
      (this.open[this.depths[index] ?? 0] ??= []).push(index);
      index = this.byStart[++this.next];
    }
    for (let depth = this.open.length - 1; depth > 0; depth--) {
      const bucket = this.open[depth] ?? [];
      for (let last = bucket.at(-1); last !== undefined; last = bucket.at(-1)) {
        if ((this.spans[last]?.end ?? 0) > time) return last;
        bucket.pop();
      }
      if (depth === this.open.length - 1) this.open.pop();
    }
    return 0;
  }

  private startOf(index: number): number {
    return this.spans[index]?.start ?? Infinity;
  }
}
