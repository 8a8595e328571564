import type { ExecutionKind, MonotonicMs, SpanKind } from '../model/execution.interface.js';

/**
 * What the flight recorder cuts out for one finished execution: plain data, no handle. All times are
 * milliseconds on the clock of `performance.now()`. The diagnosis is a pure function of this.
 */
export interface Recording {
  readonly kind: ExecutionKind;
  readonly name: string;
  readonly start: MonotonicMs;
  readonly end: MonotonicMs;
  /** `spans[0]` is the root; a parent always stands before its children. */
  readonly spans: readonly RecordedSpan[];
  /** Calls that found the span budget used up; their time is charged to the span around them. */
  readonly spansDropped: number;
  /** When this execution's own code ran: ordered by time, never overlapping, all within `start` and `end`. */
  readonly slices: Slices;
  /** Stretches of at least 20 ms in which others held the loop without a sleep: ordered, clipped to the execution. */
  readonly blocks: readonly Block[];
  /** Garbage collection pauses: ordered, clipped to the execution. */
  readonly gcPauses: readonly Interval[];
  /** CPU samples of this execution's own slices, ordered by time. Empty without the CPU sampler. */
  readonly samples: readonly Sample[];
  /** The call-tree nodes that samples point to; a parent always stands before its children. */
  readonly frames: readonly StackNode[];
  /** The sampler's configured interval in milliseconds; 0 without the CPU sampler. */
  readonly samplingIntervalMs: number;
  /** When all input of the execution had been received: a request's body. `undefined` when that never happened. */
  readonly inputReceivedAt?: MonotonicMs;
  /** More input was expected than opened the execution: a request's body. */
  readonly awaitsInput: boolean;
  /** When the application had handed over its whole output: a response. `undefined` when that never happened. */
  readonly outputHandedOverAt?: MonotonicMs;
  /** What the recorder could not do, each a sentence for people. */
  readonly degraded: readonly string[];
}

export interface Interval {
  readonly start: MonotonicMs;
  readonly end: MonotonicMs;
}

export interface RecordedSpan extends Interval {
  readonly kind: SpanKind;
  /** `OrdersService.findOne` */
  readonly name: string;
  /** Index of the parent in `spans`; -1 for the root. */
  readonly parent: number;
  /** How many calls this span stands for: more than 1 when repeated siblings were aggregated. */
  readonly count: number;
  /** Sum of the calls' durations when aggregated; else `end - start`. */
  readonly totalMs: number;
  /** False when it was still open at the end of the execution (its `end` is then the execution's). */
  readonly ended: boolean;
  readonly failed: boolean;
}

/** One stretch in which the execution's own code ran. */
export interface Slice extends Interval {
  /** Index in `spans` of the innermost span whose code ran. */
  readonly span: number;
  /** What ended the wait just before this slice; `undefined` when no wait came before it (a call or a return). */
  readonly cause?: WakeCause;
  /** The wait goes on after it: a reply had come in part, or the slice had nothing to do with the wait. */
  readonly isPartial?: true;
  /** Index in `spans` of the span that waited before this slice, when it is another than `span`. */
  readonly waiter?: number;
}

/** Slices, as an array has them: there can be so many that they are made one by one when somebody asks. */
export interface Slices extends Iterable<Slice> {
  readonly length: number;
  at(index: number): Slice | undefined;
}

/** Where a wait's end came from, as told by the async resource that woke the loop. */
export interface WakeCause {
  readonly on: WakeKind;
  /** `127.0.0.1:5432`, `pbkdf2`, `fs`, `dns.lookup` …; never user data. */
  readonly label: string;
}

/** `client` is the execution's own client: its request's parser or its socket. */
export type WakeKind =
  'client' | 'database' | 'http' | 'cache' | 'network' | 'fs' | 'dns' | 'threadpool' | 'timer' | 'pool' | 'other';

/** The loop was held by others: who, and what they ran. */
export interface Block extends Interval {
  /** The execution that held the loop, or `undefined` for code outside any watched execution. */
  readonly owner?: { readonly id: number; readonly kind: ExecutionKind; readonly name: string };
  /** Samples taken in this stretch, as indices into `frames`. */
  readonly stacks: readonly number[];
}

export interface Sample {
  readonly at: MonotonicMs;
  /** Index in `spans`. */
  readonly span: number;
  /** Index in `frames`: the innermost frame. */
  readonly stack: number;
}

/** A node of the call tree that V8 reported. */
export interface StackNode {
  /** Index in `frames`; -1 for a root. */
  readonly parent: number;
  /** Function name as V8 tells it; '' for anonymous; `(program)` and `(garbage collector)` are V8's own. */
  readonly name: string;
  /** `file://` URL, absolute path, `node:…` or ''. */
  readonly url: string;
  /** 1-based; 0 when unknown. */
  readonly line: number;
  /** 1-based; 0 when unknown. */
  readonly column: number;
}
