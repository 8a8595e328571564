/**
 * What kind of thing explains a slow execution.
 *
 * - `cpu`: its own synchronous work, native code that it called included.
 * - `io`: one operation that was waited for: a server, a file, DNS, the thread pool.
 * - `repeated-io`: the same operation in the same place, at least 10 times, one after another.
 * - `await`: a wait of which only the awaiting span is known.
 * - `event-loop-blocked`: it could have gone on, but other work held the event loop.
 * - `garbage-collection`: pauses of the collector, in its own code or before its continuation.
 * - `pool-wait`: a wait for a free slot of a pool. Not told apart from other waits in this version.
 * - `slow-client`: the client sent its body slowly, or took the response slowly.
 * - `timer`: `setTimeout` and its relatives.
 * - `unexplained`: nothing is known about more of the time than about any of the others.
 *
 * @publicApi
 */
export type VerdictKind =
  | 'cpu'
  | 'io'
  | 'repeated-io'
  | 'await'
  | 'event-loop-blocked'
  | 'garbage-collection'
  | 'pool-wait'
  | 'slow-client'
  | 'timer'
  | 'unexplained';

/**
 * What explains a slow execution, or a part of it.
 *
 * @example
 * const { kind, culprit, location } = alert.report.verdict;
 * if (kind === 'event-loop-blocked') console.log(`ask the owner of ${culprit?.name}`);
 * else if (location !== undefined) console.log(`look at ${location}`);
 *
 * @publicApi
 */
export interface Verdict {
  /** What kind of thing it is. A later version may know more of them: have a default. */
  readonly kind: VerdictKind;
  /** One sentence for people, on one line. Its wording may change with any version. */
  readonly headline: string;
  /**
   * What it is about, by `kind`; of several waits that are told as one, the longest's:
   *
   * - `cpu`: the function to look at; where there are no samples, the span that ran longest.
   * - `garbage-collection`: the function that ran most; without samples a span, too.
   * - `io`, `repeated-io`: what was waited for: `127.0.0.1:5432 (PostgreSQL)`, `file system`, `dns.lookup`.
   * - `await`, `timer`: the span that waited.
   * - `event-loop-blocked`: the culprit's name.
   * - `slow-client`: `request body` or `response`.
   * - `unexplained`: empty.
   */
  readonly subject: string;
  /** How much of the duration it explains. */
  readonly ms: number;
  /** `ms` as a share of the duration, 0 to 1. */
  readonly share: number;
  /**
   * File and line of the function in `subject`, or of the culprit's: `orders.service.ts:42`. Absent without samples.
   */
  readonly location?: string;
  /** How many operations, for `repeated-io`. */
  readonly count?: number;
  /** Who held the event loop longest, for `event-loop-blocked`. */
  readonly culprit?: {
    /** The name of another execution, `POST /export`, or `code outside any watched execution`. */
    readonly name: string;
    /** What it ran, as far as samples tell: `renderCsv`. */
    readonly function?: string;
    /** Where that is: `export.service.ts:42`. */
    readonly location?: string;
  };
}
