/** What kind of work an execution is. */
export type ExecutionKind = 'http' | 'graphql' | 'ws' | 'rpc' | 'queue' | 'cron' | 'event' | 'function';

/** How an execution ended: `aborted` means that the client left before the response was sent. */
export type ExecutionOutcome = 'ok' | 'error' | 'aborted';

/** What a span stands for. `execution` is the root span, which lasts as long as the execution. */
export type SpanKind = 'execution' | 'handler' | 'provider' | 'profile';

/** Milliseconds on the clock of `performance.now()`. */
export type MonotonicMs = number;
