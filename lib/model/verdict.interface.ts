/**
 * The kind of cause of a slow execution. Later versions may add kinds: handle unknown ones.
 *
 * - `cpu`: its own synchronous work, including native code.
 * - `io`: a wait for one operation: a server, a file, DNS, the thread pool.
 * - `repeated-io`: at least 10 calls of the same operation from the same span: one after another, or several at a time.
 * - `await`: a wait; only the awaiting span is known.
 * - `cpu-starved`: the process had no processor: a CPU limit, other processes, or it was stopped. Linux only.
 * - `event-loop-blocked`: it was ready to continue, but other work held the event loop.
 * - `garbage-collection`: pauses of the collector, in its own code or before its next step.
 * - `pool-wait`: a wait for a free connection of a pool or an agent, or for a thread of Node's thread pool.
 * - `queued`: the time in a queue, before it began. It is no part of the duration.
 * - `slow-client`: the client sent its body slowly, or took the response slowly.
 * - `timer`: `setTimeout` and its relatives.
 * - `unexplained`: more of the time is unexplained than any cause explains.
 *
 * @publicApi
 */
export type VerdictKind =
  | 'cpu'
  | 'io'
  | 'repeated-io'
  | 'await'
  | 'cpu-starved'
  | 'event-loop-blocked'
  | 'garbage-collection'
  | 'pool-wait'
  | 'queued'
  | 'slow-client'
  | 'timer'
  | 'unexplained';

/**
 * A cause of a slow execution, with its share of the duration.
 *
 * @example
 * const { kind, culprit, location } = alert.report.verdict;
 * if (kind === 'event-loop-blocked') console.log(`blocked by ${culprit?.name}`);
 * else if (location !== undefined) console.log(`see ${location}`);
 *
 * @publicApi
 */
export interface Verdict {
  /** The kind of cause. */
  readonly kind: VerdictKind;
  /** One sentence for people, on one line. Its wording may change with any version. */
  readonly headline: string;
  /**
   * The function, operation, span or execution in question, by `kind`. When several waits are one cause, the longest
   * one's:
   *
   * - `cpu`: the hottest function of the application; the span that ran longest without samples, or when libraries ran.
   * - `garbage-collection`: the function that ran most; without samples, a span.
   * - `io`, `repeated-io`: the thing waited for: `GET pricing:8080/prices/:id`, `127.0.0.1:5432 (PostgreSQL)`, `file
   *   system`, `dns.lookup`.
   * - `await`, `timer`: the span that waited.
   * - `cpu-starved`: `CPU limit 0.1`, `other processes`, `other threads and processes` or `stopped process`.
   * - `event-loop-blocked`: the culprit's name.
   * - `pool-wait`: the pool: `pg 127.0.0.1:5432/shop`, `thread pool`.
   * - `queued`: the queue: `mail`.
   * - `slow-client`: `request body` or `response`.
   * - `unexplained`: empty.
   */
  readonly subject: string;
  /** The part of the duration that it explains, in milliseconds. For `queued`, `execution.queuedMs`. */
  readonly ms: number;
  /** `ms` as a share of the duration, 0 to 1. For `queued`, of the time from its entry into the queue to its end. */
  readonly share: number;
  /**
   * File and line of the function in `subject`, or of the culprit's: `orders.service.ts:42`. Absent without samples.
   */
  readonly location?: string;
  /**
   * The number of calls, for `repeated-io`; the number of waits where nothing counts the calls. For `cpu-starved`, how
   * often the CPU limit throttled the process.
   */
  readonly count?: number;
  /** How many of these calls ran at a time, for `repeated-io`. Absent when they ran one after another. */
  readonly concurrency?: number;
  /** The longest blocker of the event loop, for `event-loop-blocked`. */
  readonly culprit?: {
    /** The name of another execution, `POST /export`, or `code outside any watched execution`. */
    readonly name: string;
    /** The function that it ran: `renderCsv`. Absent without samples. */
    readonly function?: string;
    /** File and line of that function: `export.service.ts:42`. */
    readonly location?: string;
  };
  /**
   * Those who held the pool's connections or threads during the longest wait, for `pool-wait`. Those with most of the
   * time first, at most 5. Absent when that is unknown.
   */
  readonly holders?: readonly {
    /** The name of an execution, `GET /reports/revenue`, or `code outside any watched execution`. */
    readonly name: string;
    /** The number of connections or threads that executions of this name held at a time. */
    readonly count: number;
    /** The time for which they held these, up to the end of the wait, in milliseconds. */
    readonly ms: number;
  }[];
  /** The lock that the statement in `subject` waited for, for `io` and `repeated-io`. Absent when none is known. */
  readonly lock?: {
    /**
     * The execution whose transaction held it: `POST /import`. With the option `explainLocks` also `code outside any watched
     * execution`, or `a session outside any watched execution (pid 4711, psql)`.
     */
    readonly name: string;
    /** The table; `advisory lock` for a lock that belongs to none, and `a table` when it is unknown. */
    readonly table: string;
    /** True when the database has confirmed it. False when only the statements of both executions show it. */
    readonly certain: boolean;
  };
}
