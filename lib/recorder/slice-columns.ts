import type { Slice, Slices } from './recording.interface.js';
import type { WakeCauses } from './wake-cause.js';
import { causeOf, isPartial, NO_CAUSE, PARTIAL, type WakeNumber } from './wake-number.js';

/** Slices that one recording may hold; the time of what comes after is missing from it. */
export const MAX_SLICES = 100_000;
const FIRST_CAPACITY = 256;

/**
 * Slices in columns: a busy execution has 50 000, which live until its report is made. As objects they would be copied by
 * the collector meanwhile, in pauses of some milliseconds.
 *
 * @internal
 */
export class SliceColumns implements Slices {
  length = 0;
  private starts = new Float64Array(FIRST_CAPACITY);
  private ends = new Float64Array(FIRST_CAPACITY);
  private spans = new Int32Array(FIRST_CAPACITY);
  private causeNumbers = new Int32Array(FIRST_CAPACITY);

  constructor(private readonly causes: Pick<WakeCauses, 'get'>) {}

  /** Adds a slice, or makes the last one longer when it is the same span's and ends where this one starts. */
  add(start: number, end: number, span: number, cause: WakeNumber): void {
    const last = this.length - 1;
    const isFull = this.length >= MAX_SLICES;
    if (last >= 0 && this.ends[last] === start && (isFull || this.spans[last] === span)) {
      this.ends[last] = end;
      if (!isPartial(cause)) this.causeNumbers[last] = (this.causeNumbers[last] ?? NO_CAUSE) & ~PARTIAL;
      return;
    }
    if (isFull) return;
    if (this.length === this.starts.length) this.grow();
    const at = this.length++;
    this.starts[at] = start;
    this.ends[at] = end;
    this.spans[at] = span;
    this.causeNumbers[at] = cause;
  }

  at(index: number): Slice | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const start = this.starts[index] ?? 0;
    const end = this.ends[index] ?? 0;
    const span = this.spans[index] ?? 0;
    const number = this.causeNumbers[index] ?? NO_CAUSE;
    const cause = this.causes.get(causeOf(number));
    if (cause === undefined) return { start, end, span };
    return isPartial(number) ? { start, end, span, cause, isPartial: true } : { start, end, span, cause };
  }

  *[Symbol.iterator](): Generator<Slice, void, undefined> {
    for (let i = 0; i < this.length; i++) {
      const slice = this.at(i);
      if (slice !== undefined) yield slice;
    }
  }

  /** When each of so many spans ran last; 0 for one that never did. */
  lastEnds(spans: number): Float64Array {
    const ends = new Float64Array(spans);
    for (let i = 0; i < this.length; i++) ends[this.spans[i] ?? 0] = this.ends[i] ?? 0;
    return ends;
  }

  private grow(): void {
    const capacity = this.starts.length * 2;
    this.starts = enlarge(this.starts, new Float64Array(capacity));
    this.ends = enlarge(this.ends, new Float64Array(capacity));
    this.spans = enlarge(this.spans, new Int32Array(capacity));
    this.causeNumbers = enlarge(this.causeNumbers, new Int32Array(capacity));
  }
}

function enlarge<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
