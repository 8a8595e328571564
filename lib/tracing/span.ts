import type { MonotonicMs } from '../model/execution.interface.js';
import type { Execution } from './execution.js';
import type { CallSite } from './call-site.js';

/** Spans within spans: deeper calls have none, so that recursion is not cut short by stack frames of ours. */
export const MAX_DEPTH = 64;

/**
 * One step inside an execution, and what the async context carries: code that runs under this span finds it in the
 * `AsyncLocalStorage`.
 *
 * @internal
 */
export class Span {
  /** 0 while it is open. */
  end: MonotonicMs = 0;
  failed = false;
  /** Calls that this span stands for; none when it turned out that it is no step of its own. */
  count = 1;
  /** Sum of the durations of those calls. */
  totalMs = 0;
  /** How many spans are around it. */
  readonly depth: number;
  /** The promise that the call returned: its settling, seen by the promise hook, ends the span. */
  promise: unknown = undefined;
  /** For siblings beyond the span budget, one span for each site, made when first needed. */
  aggregates: Map<CallSite, Span> | undefined = undefined;

  constructor(
    readonly execution: Execution,
    /** Position in the execution's `spans`; that of the aggregate when this call was merged into one. */
    readonly index: number,
    readonly parent: Span | undefined,
    readonly site: CallSite,
    readonly start: MonotonicMs,
    /** The span that stands for this call in the report when the budget was used up. */
    private readonly aggregate: Span | undefined,
  ) {
    this.depth = parent === undefined ? 0 : parent.depth + 1;
  }

  /** Ends the span. A later call moves the end: a promise may be resolved with another one and settle again. */
  finish(now: MonotonicMs): void {
    const added = now - (this.end === 0 ? this.start : this.end);
    this.end = now;
    this.totalMs += added;
    if (this.aggregate !== undefined) {
      this.aggregate.totalMs += added;
      if (now > this.aggregate.end) this.aggregate.end = now;
    }
  }

  /** The call was no step: its time belongs to the span around it. One of many that were merged stays. */
  discard(now: MonotonicMs): void {
    this.finish(now);
    if (this.aggregate !== undefined) return;
    this.count = 0;
    this.execution.spansDiscarded += 1;
  }

  fail(now: MonotonicMs): void {
    this.failed = true;
    if (this.aggregate !== undefined) this.aggregate.failed = true;
    this.finish(now);
  }
}
