/**
 * The kind of work of an execution. This version monitors some of them; the others are reserved for later versions, so
 * handle unknown ones.
 *
 * - `http`: a request to an HTTP server. Monitored.
 * - `graphql`: a request to an HTTP server with one operation of GraphQL, or the set-up of a subscription. Monitored.
 * - `function`: a call of a method with `@Profile()`, or of `profile()`, outside any other execution or after its end. Monitored.
 * - `ws`: a message to a WebSocket gateway. Monitored.
 * - `rpc`: a message to a microservice, a request or an event. Monitored, except over gRPC.
 * - `queue`: an attempt of a job of BullMQ, in a class with `@Processor()` of `@nestjs/bullmq`. Monitored.
 * - `cron`: a run of a method with `@Cron()`, `@Interval()` or `@Timeout()` of `@nestjs/schedule`. Monitored.
 * - `event`: a call of a method with `@OnEvent()` of `@nestjs/event-emitter`, outside any other execution or after its end.
 *   Monitored.
 *
 * @publicApi
 */
export type ExecutionKind = 'http' | 'graphql' | 'ws' | 'rpc' | 'queue' | 'cron' | 'event' | 'function';

/**
 * The end of an execution.
 *
 * - `ok`: a request was answered with a status below 500, a message or a method succeeded.
 * - `error`: a request was answered with 500 or above, a method or a stage before it threw, or its promise or Observable
 *   failed.
 * - `aborted`: the connection was closed before the response was sent: by the client, a timeout or the shutdown.
 *
 * @publicApi
 */
export type ExecutionOutcome = 'ok' | 'error' | 'aborted';

/**
 * The party that ended an execution before its work was complete.
 *
 * - `client`: it closed the connection before it had the response.
 * - `timeout`: a timer ended the execution: a timeout interceptor, the signal of a request, a race against a timer, or the
 *   server's own limit.
 * - `shutdown`: the server closed its connections.
 *
 * @publicApi
 */
export type EndedBy = 'client' | 'timeout' | 'shutdown';

/**
 * The kind of step that a span is.
 *
 * - `execution`: the root span, as long as the execution.
 * - `handler`: the method of a controller that answers the request, or of a resolver that answers a root field. That of a
 *   message includes its guards.
 * - `provider`: a method of a provider that returns a promise or an Observable, or a stage. Stages are middleware, guards,
 *   pipes, interceptors before or after the handler, exception filters, and the adapter's `reply()` and `render()`.
 * - `profile`: a method with `@Profile()`, or a function given to `profile()`.
 *
 * @publicApi
 */
export type SpanKind = 'execution' | 'handler' | 'provider' | 'profile';

/** Milliseconds on the clock of `performance.now()`. @internal */
export type MonotonicMs = number;
