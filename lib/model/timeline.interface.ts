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
   * Intervals of the event loop: ordered, without overlap; gaps are waiting. Their lengths, `endMs - startMs`, add up to
   * the accounting's parts. At most 1000: beyond that, an entry stands for several short ones (`joined`).
   */
  readonly loop: readonly {
    /**
     * `own`: the execution's code ran; `blocked`: other work held the loop; `gc`: a garbage collection pause; `starved`:
     * the process had no processor.
     */
    readonly type: 'own' | 'blocked' | 'gc' | 'starved';
    /** The start of the interval. */
    readonly startMs: number;
    /** The end of the interval. */
    readonly endMs: number;
    /**
     * The blocker of a `blocked` interval: an execution's name, `code outside any watched execution`, or `(several)`
     * where different ones are joined.
     */
    readonly by?: string;
    /** Present for several short intervals. */
    readonly joined?: JoinedIntervals;
  }[];
  /** Intervals of waiting: ordered, with the same sums and the same cap as `loop`. */
  readonly waits: readonly {
    /** The kind of wait. `client` and `unexplained` are separate parts of the accounting. */
    readonly on: WaitKind | 'client' | 'unexplained';
    /**
     * As in the accounting; `request body` or `response` for `client`, empty for `unexplained`, `(several)` where waits
     * for different things are joined.
     */
    readonly label: string;
    /** The start of the interval. */
    readonly startMs: number;
    /** The end of the interval. */
    readonly endMs: number;
    /** Present for several short intervals. */
    readonly joined?: JoinedIntervals;
  }[];
}

/**
 * Several short intervals of one section of the time, as one entry of a lane. The entry's length is the sum of their lengths. It
 * begins with the section, or after another entry of the section.
 *
 * @publicApi
 */
export interface JoinedIntervals {
  /** The number of intervals. */
  readonly count: number;
  /** The start of the section: all intervals lie within it. */
  readonly fromMs: number;
  /** The end of the section. */
  readonly toMs: number;
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
