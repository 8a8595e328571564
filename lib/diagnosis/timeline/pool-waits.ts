import type { Recording } from '../../recorder/recording.interface.js';
import type { Gap } from './gap.interface.js';

/** Longest time from the grant of a connection to the next step with it. */
const RESUME_MS = 1;
/** Waits for pools that are compared for one gap. */
const MAX_COMPARED = 50;

/** The part of a gap in the queue of a pool. @internal */
export interface QueuedTime {
  readonly start: number;
  readonly end: number;
  /** Index of the wait among the operations. */
  readonly operation: number;
}

/**
 * Finds the time in the queue of a pool within gaps. A pool sends a query when a connection is free, in the
 * context of the execution that gave it back. The execution has one gap for the queue and the query. Times must never
 * decrease, so that the whole walk is linear in the number of waits.
 *
 * @internal
 */
export class PoolWaits {
  /** Indices of the waits, by their ends. */
  private readonly byEnd: readonly number[];
  private next = 0;

  constructor(private readonly recording: Pick<Recording, 'operations' | 'spans'>) {
    const { operations } = recording;
    this.byEnd = [...operations.keys()]
      .filter(index => operations[index]?.on === 'pool' && operations[index].calls === 1)
      .sort((a, b) => (operations[a]?.end ?? 0) - (operations[b]?.end ?? 0));
  }

  /** @param from not before that of the last call */
  within(from: number, to: number, gap: Gap): QueuedTime | undefined {
    const { byEnd } = this;
    const { operations } = this.recording;
    while (this.next < byEnd.length && this.endOf(this.next) <= from) this.next++;
    const target = operations[gap.operation];
    const isOpen = target === undefined || target.calls > 1;
    // The queue comes before the operation that it is for. One that is longer is for another operation. Without an
    // operation, the connection may be granted in the code that ends the gap.
    const limit = (isOpen ? (gap.next?.end ?? gap.end) : target.start + target.queuedMs) + RESUME_MS;
    const span = target?.span ?? gap.waiter;
    let found = -1;
    for (let at = this.next; at < Math.min(byEnd.length, this.next + MAX_COMPARED); at++) {
      if (this.endOf(at) > limit) break;
      const wait = operations[byEnd[at] ?? -1];
      if (wait !== undefined && wait.start < to && this.isWithin(wait.span, span)) found = byEnd[at] ?? -1;
    }
    const wait = operations[found];
    if (wait === undefined) return undefined;
    const end = target === undefined && gap.end - wait.end <= RESUME_MS ? to : Math.min(wait.end, to);
    return { start: Math.max(from, wait.start), end, operation: found };
  }

  private endOf(at: number): number {
    return this.recording.operations[this.byEnd[at] ?? -1]?.end ?? Infinity;
  }

  /** True for one span, and where one is around the other: a method can return the promise of the method that it called. */
  private isWithin(one: number, other: number): boolean {
    const [inner, outer] = one > other ? [one, other] : [other, one];
    let at = inner;
    // A parent precedes its children.
    while (at > outer) at = this.recording.spans[at]?.parent ?? -1;
    return at === outer;
  }
}
