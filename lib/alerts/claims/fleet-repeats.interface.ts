/** Slow executions that were only counted. @internal */
export interface SharedCount {
  readonly count: number;
  /** The longest, in milliseconds. */
  readonly worstMs: number;
  /** The start of counting, in milliseconds since 1970. */
  readonly since: number;
  /** The names of the hosts that have counted. */
  readonly hosts: readonly string[];
}

/**
 * Adds up the repeats of all processes that share a store.
 *
 * @internal
 */
export interface SharedRepeats {
  /** The server refuses a command: each process keeps its own counts. */
  readonly isRefused: boolean;

  /**
   * @param forMs how long the sum is kept after its last addition
   * @returns false when the server refuses it
   */
  add(key: string, count: SharedCount, forMs: number): Promise<boolean>;

  /** Removes the sum, for an alert. @returns `undefined` when the server refuses it */
  take(key: string): Promise<SharedCount | undefined>;
}
