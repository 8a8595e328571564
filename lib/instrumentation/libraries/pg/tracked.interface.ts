/**
 * A statement or checkout that runs.
 *
 * @internal
 */
export interface Tracked {
  /**
   * It is over. Only the first call counts. Never throws.
   *
   * @param value the result: of a checkout, its connection
   */
  settled(failed: boolean, value: unknown): void;
}
