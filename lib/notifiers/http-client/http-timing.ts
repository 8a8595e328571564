/** Time limits for the steps of one attempt. The signal limits the delivery as a whole. @internal */
export interface HttpTiming {
  /** Until the connection is open, TLS included. */
  readonly connectMs: number;
  /** From the call to the headers of the answer, for a small request. */
  readonly headersMs: number;
  /** From the headers to the end of the answer. */
  readonly bodyMs: number;
  /** Before the first retry; twice as long before each further one. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
}

/** Injection token of the `HttpTiming`. Tests of slow servers replace it. @internal */
export const HTTP_TIMING = Symbol('PERFORMANCE_MONITOR:HTTP_TIMING');

/** The default `delivery.timeout` has room for three attempts at a server that never answers. @internal */
export const DEFAULT_TIMING: HttpTiming = {
  connectMs: 5_000,
  headersMs: 8_000,
  bodyMs: 5_000,
  backoffMs: 500,
  maxBackoffMs: 8_000,
};
