import type { WaitKind } from './accounting.interface.js';
import type { SpanKind } from './execution.interface.js';

/**
 * The execution on a time axis, in three lanes: spans, event loop and waits. All times are milliseconds from the start
 * of the execution.
 *
 * @publicApi
 */
export interface Timeline {
  /** Parents precede their children. At most 500: the longest spans and their parents. */
  readonly spans: readonly TimelineSpan[];
  /** The number of spans beyond the cap of this list or of the recording. */
  readonly spansDropped: number;
  /**
   * Intervals of the event loop: ordered, without overlap; gaps are waiting. At most 1000: the longest ones, with
   * neighbours joined when they are closer than a thousandth of the duration.
   */
  readonly loop: readonly {
    /** `own`: the execution's code ran; `blocked`: other work held the loop; `gc`: a garbage collection pause. */
    readonly type: 'own' | 'blocked' | 'gc';
    /** The start of the interval. */
    readonly startMs: number;
    /** The end of the interval. */
    readonly endMs: number;
    /** The blocker of a `blocked` interval: an execution's name, or `code outside any watched execution`. */
    readonly by?: string;
  }[];
  /** Intervals of waiting: ordered, with the same cap as `loop`. */
  readonly waits: readonly {
    /** The kind of wait. `client` and `unexplained` are separate parts of the accounting. */
    readonly on: WaitKind | 'client' | 'unexplained';
    /** As in the accounting; `request body` or `response` for `client`, empty for `unexplained`. */
    readonly label: string;
    /** The start of the interval. */
    readonly startMs: number;
    /** The end of the interval. */
    readonly endMs: number;
  }[];
}

/**
 * One step of the execution, or repeated calls of it as one. Its times are milliseconds from the start of the
 * execution, and lie within it.
 *
 * @publicApi
 */
export interface TimelineSpan {
  /** Class and method, `OrdersService.findOne`, or its given name; the root has the execution's name. */
  readonly name: string;
  /** The kind of step. */
  readonly kind: SpanKind;
  /** Index in `spans`; -1 for the root. */
  readonly parent: number;
  /** The start; the start of the first of repeated calls. */
  readonly startMs: number;
  /** The end; the end of the last of repeated calls. The execution's end for a span that was still open. */
  readonly endMs: number;
  /** The number of calls: more than 1 for repeated siblings. */
  readonly count: number;
  /** The sum of the calls' durations: `endMs - startMs` for one call. */
  readonly totalMs: number;
  /** True when it threw or rejected, or one of its repeated calls did. */
  readonly failed: boolean;
}
