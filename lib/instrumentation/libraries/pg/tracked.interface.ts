/**
 * A statement or checkout is over. Only the first call counts. Never throws.
 *
 * @param value the result: of a checkout, its connection
 * @internal
 */
export type Settled = (failed: boolean, value: unknown) => void;
