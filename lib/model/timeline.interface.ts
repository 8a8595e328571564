import type { SpanKind } from './execution.interface.js';
import type { WaitKind } from './accounting.interface.js';

/**
 * What happened when: three lanes on one axis. All times are milliseconds from the start of the execution.
 *
 * @publicApi
 */
export interface Timeline {
  /** A parent stands before its children. At most 500: of more the longest, and those around them. */
  readonly spans: readonly TimelineSpan[];
  /** Spans that are missing, here or already in the recording, because there were too many. */
  readonly spansDropped: number;
  /**
   * What the event loop did, as the execution saw it: ordered, not overlapping, gaps are waiting. At most 1000
   * stretches: of more the longest, and neighbours closer than a thousandth of the duration are one.
   */
  readonly loop: readonly {
    /** `own`: it ran the execution's code; `blocked`: others held it up; `gc`: the garbage collector paused it. */
    readonly type: 'own' | 'blocked' | 'gc';
    /** When it began. */
    readonly startMs: number;
    /** When it ended. */
    readonly endMs: number;
    /** Who held it, for `blocked`: the name of an execution, or `code outside any watched execution`. */
    readonly by?: string;
  }[];
  /** Stretches of waiting: ordered, and as many as of `loop` at the most. */
  readonly waits: readonly {
    /** What kind of thing was waited for; `client` and `unexplained` are parts of their own in the accounting. */
    readonly on: WaitKind | 'client' | 'unexplained';
    /** What it was, as in the accounting; `request body` or `response` for the client, empty for `unexplained`. */
    readonly label: string;
    /** When it began. */
    readonly startMs: number;
    /** When it ended. */
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
  /** Class and method, `OrdersService.findOne`, or the name that was given to it; the root has the execution's. */
  readonly name: string;
  /** What it stands for. */
  readonly kind: SpanKind;
  /** Index in `spans`; -1 for the root. */
  readonly parent: number;
  /** When it began; of repeated calls, the first. */
  readonly startMs: number;
  /** When it ended; of repeated calls, the last. The execution's end, when it was still open then. */
  readonly endMs: number;
  /** More than 1 when repeated siblings were aggregated; then `totalMs` is the sum of their durations. */
  readonly count: number;
  /** How long it took: `endMs - startMs` when it stands for one call. */
  readonly totalMs: number;
  /** Whether it threw or rejected; of repeated calls, whether any did. */
  readonly failed: boolean;
}
