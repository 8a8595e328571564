import type { Span } from '../../tracing/execution.js';
import type { MonotonicMs } from '../../model/execution.interface.js';

/**
 * The index of each span of an execution in its recording. A discarded span has no place: its time belongs to the span
 * around it.
 *
 * @internal
 */
export class SpanPlaces {
  private readonly places: Int32Array;

  constructor(private readonly spans: readonly Span[]) {
    this.places = new Int32Array(spans.length);
    let next = 0;
    for (const [index, span] of spans.entries()) {
      const parent = span.parent?.index;
      this.places[index] = span.count === 0 && parent !== undefined ? (this.places[parent] ?? 0) : next++;
    }
  }

  of(index: number): number {
    return this.places[index] ?? 0;
  }

  /**
   * The innermost open span. Work that a call left running has the context of an ended span; it belongs to the span
   * around that one.
   */
  openAt(index: number, time: MonotonicMs): number {
    let span = this.spans[index];
    while (span?.parent !== undefined && span.end !== 0 && time > span.end) span = this.spans[span.parent.index];
    return this.of(span?.index ?? 0);
  }
}
