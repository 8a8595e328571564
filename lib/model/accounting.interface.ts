/**
 * The kind of a wait. Where no operation is recorded, the port of a connection's other end decides: a database on an
 * unusual port is `network`.
 *
 * - `database`: a database server.
 * - `http`: a request to another server.
 * - `cache`: Redis or Memcached.
 * - `network`: any other connection.
 * - `fs`: the file system.
 * - `dns`: the lookup of a host's name.
 * - `threadpool`: work on Node's threads: hashing, encryption, compression.
 * - `timer`: `setTimeout` and its relatives.
 * - `pool`: a free connection of a pool or an agent, or a thread of Node's thread pool.
 * - `await`: only the awaiting span is known.
 * - `other`: a worker thread, a child process, or anything else.
 *
 * @publicApi
 */
export type WaitKind =
  'database' | 'http' | 'cache' | 'network' | 'fs' | 'dns' | 'threadpool' | 'timer' | 'pool' | 'await' | 'other';

/**
 * The wall time, divided into parts. All times are milliseconds. Each instant is in exactly one part, so the parts add
 * up to `durationMs` within 1 ms or 1 %.
 *
 * Parallel waits count once: the wait that ended last before the execution continued is charged. Five parallel calls of
 * 300 ms are 300 ms of waiting.
 *
 * @example
 * const { durationMs, cpuMs, waiting } = alert.report.accounting;
 * console.log(`${Math.round((cpuMs / durationMs) * 100)} % own code; longest wait: ${waiting[0]?.label}`);
 *
 * @publicApi
 */
export interface Accounting {
  /** The sum of all parts: the execution's wall time. */
  readonly durationMs: number;
  /** Own code, including native code that it called synchronously. */
  readonly cpuMs: number;
  /** Garbage collection: pauses in own code, and pauses that delayed the execution's next step. */
  readonly gcMs: number;
  /** Blocked intervals: other work held the event loop for at least 20 ms, and the execution could not continue. */
  readonly blockedMs: number;
  /**
   * The process had no processor for at least 20 ms at a time, and the execution could have continued. Always 0 where the
   * system does not report it: see "Starved processes" in `docs/how-it-measures.md`.
   */
  readonly starvedMs: number;
  /** Waiting for the client: its body was not yet received, or it had not yet taken the response. */
  readonly clientMs: number;
  /** Time that belongs to no other part. */
  readonly unexplainedMs: number;
  /** Waits, one entry for each thing waited for, longest first. At most 100; the last one may sum up the rest. */
  readonly waiting: readonly {
    /** The kind of wait. */
    readonly on: WaitKind;
    /**
     * The thing waited for: `GET pricing:8080/prices/:id`, `127.0.0.1:5432 (PostgreSQL)`, `file system`, or the name of
     * the awaiting span. `(12 more)` for a rest.
     */
    readonly label: string;
    /** The sum of these waits. */
    readonly ms: number;
    /** The number of these waits; for an operation, the number of its calls that were waited for. */
    readonly count: number;
  }[];
}
