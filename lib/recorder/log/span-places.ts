import type { Span } from '../../tracing/execution.js';
import type { MonotonicMs } from '../../model/execution.interface.js';

/**
 * Where an execution's spans stand in its recording. One that turned out to be none has no place: its time is that of
 * the span around it.
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
   * The innermost span that was open: what a call left running goes on, in the context of a span that has ended, for
   * the one around it.
   */
  openAt(index: number, time: MonotonicMs): number {
    let span = this.spans[index];
    while (span?.parent !== undefined && span.end !== 0 && time > span.end) span = this.spans[span.parent.index];
    return this.of(span?.index ?? 0);
  }
}
