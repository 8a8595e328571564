/** How long the steps of one attempt may take. The delivery as a whole is bounded by its signal. @internal */
export interface HttpTiming {
  /** Until there is a connection, encrypted where it is to be. */
  readonly connectMs: number;
  /** From the call until the answer's headers are here, for a small request. */
  readonly headersMs: number;
  /** From the headers to the end of the answer. */
  readonly bodyMs: number;
  /** Before the first retry; twice as long before each further one. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
}

/** Injection token of the `HttpTiming`: the default one, but for tests of servers that are slow. @internal */
export const HTTP_TIMING = Symbol('PERFORMANCE_MONITOR:HTTP_TIMING');

/** @internal Three attempts at a server that accepts connections and never answers fit into the default `delivery.timeout`. */
export const DEFAULT_TIMING: HttpTiming = {
  connectMs: 5_000,
  headersMs: 8_000,
  bodyMs: 5_000,
  backoffMs: 500,
  maxBackoffMs: 8_000,
};
