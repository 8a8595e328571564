/**
 * What kind of thing was waited for. A connection is known by the port of its other end: a database on a port of its
 * own is `network`.
 *
 * - `database`: a database server.
 * - `http`: a request to another server.
 * - `cache`: Redis or Memcached.
 * - `network`: any other connection.
 * - `fs`: the file system.
 * - `dns`: looking a host's name up.
 * - `threadpool`: work that Node gives to its threads: hashing, encrypting, compressing.
 * - `timer`: `setTimeout` and its relatives.
 * - `pool`: a free slot of a pool. Not told apart from other waits in this version.
 * - `await`: unknown, but for the span that awaited it.
 * - `other`: a worker thread, a child process, or what is in none of these.
 *
 * @publicApi
 */
export type WaitKind =
  'database' | 'http' | 'cache' | 'network' | 'fs' | 'dns' | 'threadpool' | 'timer' | 'pool' | 'await' | 'other';

/**
 * Where the wall time went, in milliseconds. Each instant is in exactly one part, so that the parts add up to
 * `durationMs`: within 1 ms or 1 %. Of waits at the same time the one that ended last before the execution went on is
 * charged: five calls of 300 ms at once are 300 ms of waiting.
 *
 * @publicApi
 */
export interface Accounting {
  /** The whole: the execution's wall time. */
  readonly durationMs: number;
  /** Own code, native work called synchronously included. */
  readonly cpuMs: number;
  /** Garbage collection: pauses in its own code, and those that held up its continuation. */
  readonly gcMs: number;
  /** Unable to run because others held the loop in one stretch of at least 20 ms. */
  readonly blockedMs: number;
  /** Body not yet received, response not yet taken. */
  readonly clientMs: number;
  /** What none of the other parts accounts for. */
  readonly unexplainedMs: number;
  /** One line for each thing that was waited for, largest first: at most 100, of which the last may sum up the rest. */
  readonly waiting: readonly {
    /** What kind of thing it is. */
    readonly on: WaitKind;
    /**
     * What it is: `127.0.0.1:5432 (PostgreSQL)`, `file system`, the name of the awaiting span; `(12 more)` for a rest.
     */
    readonly label: string;
    /** All waits for it together. */
    readonly ms: number;
    /** How many waits. */
    readonly count: number;
  }[];
}
