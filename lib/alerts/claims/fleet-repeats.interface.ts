/** Slow executions that one process has only counted. @internal */
export interface SharedCount {
  readonly count: number;
  /** The longest, in milliseconds. */
  readonly worstMs: number;
  /** The start of counting, in milliseconds since 1970. */
  readonly since: number;
}

/** The sum of the counts of all processes. @internal */
export interface FleetCount extends SharedCount {
  /** The names of the hosts that have counted. */
  readonly hosts: readonly string[];
}

/**
 * Adds up the repeats of all processes that share a store.
 *
 * @internal
 */
export interface SharedRepeats {
  /** @param forMs how long the sum is kept after its last addition */
  add(key: string, host: string, count: SharedCount, forMs: number): Promise<boolean>;

  /** Removes the sum, for an alert. @returns `undefined` when nothing was counted */
  take(key: string): Promise<FleetCount | undefined>;
}
