import type { WaitKind } from '../model/accounting.interface.js';
import type { ExecutionEnding } from '../model/execution-ending.interface.js';
import type { ExecutionKind, MonotonicMs, SpanKind } from '../model/execution.interface.js';
import type { WakeCause } from './attribution/wake-cause.interface.js';
import type { ExecutionName } from './log/execution-name.interface.js';
import type { Interval } from './log/interval.interface.js';

export type { WakeCause, WakeKind } from './attribution/wake-cause.interface.js';
export type { Interval } from './log/interval.interface.js';

/**
 * The flight recorder's data of one finished execution: plain data, no handles. All times are milliseconds on the clock of
 * `performance.now()`. The diagnosis is a pure function of it.
 */
export interface Recording {
  readonly kind: ExecutionKind;
  readonly name: string;
  readonly start: MonotonicMs;
  readonly end: MonotonicMs;
  /** `spans[0]` is the root. A parent precedes its children. */
  readonly spans: readonly RecordedSpan[];
  /** Calls beyond the span budget. Their time is charged to the span around them. */
  readonly spansDropped: number;
  /** Requests to other servers, ordered by their start. Sums for those beyond the first 1 000 follow at the end. */
  readonly operations: readonly RecordedOperation[];
  /** Intervals in which the execution's own code ran: ordered, disjoint, within `start` and `end`. */
  readonly slices: Slices;
  /** Blocked intervals: others ran for at least 20 ms without a sleep of the loop. Ordered, clipped to the execution. */
  readonly blocks: readonly Block[];
  /** Intervals in which the process had no processor: ordered, disjoint, clipped to the execution. */
  readonly starved: readonly StarvedInterval[];
  /** The number of processors that the process may use. Only when this limit made it starve. */
  readonly cpuLimit?: number;
  /** Garbage collection pauses: ordered, clipped to the execution. */
  readonly gcPauses: readonly Interval[];
  /** CPU samples of the execution's own slices, ordered by time. Empty without the CPU sampler. */
  readonly samples: readonly Sample[];
  /** The call-tree nodes of the samples. A parent precedes its children. */
  readonly frames: readonly StackNode[];
  /** The configured sampling interval in milliseconds; 0 without the CPU sampler. */
  readonly samplingIntervalMs: number;
  /** The end of the execution's input: a request's body. `undefined` when it has not ended. */
  readonly inputReceivedAt?: MonotonicMs;
  /** True when input follows the start of the execution: a request's body. */
  readonly awaitsInput: boolean;
  /** The end of the application's output: a response. `undefined` when it has not ended. */
  readonly outputHandedOverAt?: MonotonicMs;
  /** Facts about the end; absent for an execution that succeeded. */
  readonly ending?: ExecutionEnding;
  /** The recorder's shortcomings, one sentence each. */
  readonly degraded: readonly string[];
}

export interface RecordedSpan extends Interval {
  readonly kind: SpanKind;
  /** `OrdersService.findOne` */
  readonly name: string;
  /** Index of the parent in `spans`; -1 for the root. */
  readonly parent: number;
  /** Number of calls: more than 1 for aggregated siblings. */
  readonly count: number;
  /** Sum of the calls' durations for aggregated siblings; else `end - start`. */
  readonly totalMs: number;
  /** False when the span was open at the end of the execution; `end` is the execution's then. */
  readonly ended: boolean;
  readonly failed: boolean;
}

/** One request to something outside the process, or the sum of many of one statement and one span. */
export interface RecordedOperation extends Interval {
  readonly on: WaitKind;
  /** `http`, `postgresql` … */
  readonly system: string;
  /** The normalized statement; never with a value. */
  readonly label: string;
  /** The server: `pricing:8080`. */
  readonly peer: string;
  /** Index in `spans` of the span that began it. */
  readonly span: number;
  /** How many operations this one stands for; of several, `start` is the first one's and `end` the last one's. */
  readonly calls: number;
  readonly totalMs: number;
  readonly maxMs: number;
  /** Time before it was sent, because no connection was free. */
  readonly queuedMs: number;
  /** How many of them failed. */
  readonly failed: number;
  /** False when it was still running at the end of the execution (its `end` is then the execution's). */
  readonly ended: boolean;
  /** When the first part of the answer arrived. */
  readonly answeredAt?: MonotonicMs;
  /** The other end of its connection, as in the labels of wake causes: `127.0.0.1:8080`. */
  readonly wire?: string;
  /** It ran on the event loop: its end was the end of no wait. */
  readonly isSynchronous?: true;
  /** For a wait for a free connection. The label is the pool's name then. */
  readonly pool?: RecordedPool;
  /** Another transaction: the database confirms that it held the lock, or it had locks in the same table. */
  readonly lock?: RecordedLock;
}

/** A transaction that an operation may have waited for; it certainly did where the database has confirmed it. */
export interface RecordedLock {
  readonly by: ExecutionName;
  readonly table: string;
  readonly isCertain: boolean;
  /** When its end was sent. Absent for a transaction that outlasted the execution. */
  readonly endedAt?: MonotonicMs;
}

/** A pool of connections during one wait for it. */
export interface RecordedPool {
  /** Connections in use when the wait began. */
  readonly inUse: number;
  /** The most connections that it opens. Absent when that is unknown. */
  readonly size?: number;
  /** The uses of its connections during the wait, each from its own beginning on. At most 200; none for most short waits. */
  readonly holdings: readonly RecordedHolding[];
}

/** The use of one connection, up to the end of a wait for the pool. */
export interface RecordedHolding extends Interval {
  /** `undefined` for code outside all watched executions. */
  readonly by?: ExecutionName;
  /** The execution that waited held this connection itself. */
  readonly isOwn?: true;
  /** The work of a thread: `crypto pbkdf2`. Absent for connections. */
  readonly job?: string;
}

/** An interval in which the execution's own code ran. */
export interface Slice extends Interval {
  /** Index in `spans` of the innermost span whose code ran. */
  readonly span: number;
  /** The cause that ended the wait before this slice; `undefined` after a call or a return. */
  readonly cause?: WakeCause;
  /** The wait continues after the slice: a reply had arrived in part, or the slice is unrelated to the wait. */
  readonly isPartial?: true;
  /** Index in `spans` of the span that waited before this slice, when it is not `span`. */
  readonly waiter?: number;
  /** The number of the connection, when the slice reads the reply to a request; absent for the next pieces of a reply. */
  readonly connection?: number;
  /** The request was sent before the last reply of the connection. */
  readonly isPipelined?: true;
  /** The request was sent before the same place in the execution read a reply of another connection. */
  readonly isTogether?: true;
}

/** Read like an array. Slices are created on access, because there can be very many. */
export interface Slices extends Iterable<Slice> {
  readonly length: number;
  at(index: number): Slice | undefined;
}

/** A blocked interval: its blocker, and the code that ran. */
export interface Block extends Interval {
  /** The execution that blocked the loop; `undefined` for code outside all executions. */
  readonly owner?: ExecutionName;
  /** Samples of this interval, as indices into `frames`. */
  readonly stacks: readonly number[];
}

/**
 * The reason why a process had no processor.
 *
 * - `limit`: its CPU limit throttled it.
 * - `processes`: other processes had the processors.
 * - `threads`: other threads of the process, or other processes, had them.
 * - `stop`: it was stopped: by a signal, a frozen container or a suspended machine.
 */
export type StarvedBy = 'limit' | 'processes' | 'threads' | 'stop';

/** An interval of at least 20 ms in which the process had no processor. */
export interface StarvedInterval extends Interval {
  readonly by: StarvedBy;
}

export interface Sample {
  readonly at: MonotonicMs;
  /** Index in `spans`. */
  readonly span: number;
  /** Index in `frames`: the innermost frame. */
  readonly stack: number;
}

/** A node of V8's call tree. */
export interface StackNode {
  /** Index in `frames`; -1 for a root. */
  readonly parent: number;
  /** V8's function name: '' for anonymous functions, `(program)` and `(garbage collector)` for V8 itself. */
  readonly name: string;
  /** `file://` URL, absolute path, `node:…` or ''. */
  readonly url: string;
  /** 1-based; 0 when unknown. */
  readonly line: number;
  /** 1-based; 0 when unknown. */
  readonly column: number;
  /** Most of its own samples are on lines before its first one: V8 has inlined another function into it. */
  readonly hasInlined?: true;
}
