/**
 * What kind of work an execution is. This version watches two of them; the others are set apart for what later ones
 * will watch, so have a default.
 *
 * - `http`: a request that an HTTP server was sent, GraphQL over HTTP included. Watched.
 * - `function`: a call of a method with `@Profile()`, or of `profile()`, outside any other execution. Watched.
 * - `graphql`: an operation.
 * - `ws`: a message to a WebSocket gateway.
 * - `rpc`: a message to a microservice.
 * - `queue`: a job.
 * - `cron`: a tick of a scheduled job.
 * - `event`: an event of the application's own.
 *
 * @publicApi
 */
export type ExecutionKind = 'http' | 'graphql' | 'ws' | 'rpc' | 'queue' | 'cron' | 'event' | 'function';

/**
 * How an execution ended.
 *
 * - `ok`: a request was answered with a status below 500, a method succeeded.
 * - `error`: a request was answered with 500 or above, a method threw, or its promise or Observable failed.
 * - `aborted`: the client left before the response was sent.
 *
 * @publicApi
 */
export type ExecutionOutcome = 'ok' | 'error' | 'aborted';

/**
 * What a span stands for.
 *
 * - `execution`: the root span, which lasts as long as the execution.
 * - `handler`: the controller's method that answers the request.
 * - `provider`: a method of a provider that returns a promise or an Observable.
 * - `profile`: a method with `@Profile()`, or what was given to `profile()`.
 *
 * @publicApi
 */
export type SpanKind = 'execution' | 'handler' | 'provider' | 'profile';

/** Milliseconds on the clock of `performance.now()`. */
export type MonotonicMs = number;
