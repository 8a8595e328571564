import type { ExecutionKind, ExecutionOutcome } from './execution.interface.js';

/**
 * What was slow: the execution's own facts. What an HTTP request has and a method has not is absent for a method. All
 * texts are masked and cut already: they can be shown.
 *
 * @publicApi
 */
export interface ReportExecution {
  /** What kind of work it was. */
  readonly kind: ExecutionKind;
  /**
   * What it is called, the same for all executions of one endpoint: method and route, `GET /orders/:id`, never the raw
   * URL (`GET (unmatched)` when no route took it), or the name of a profiled method, `OrdersService.sync`.
   */
  readonly name: string;
  /** Class and method that answered the request: `OrdersController.findOne`. Absent when none was reached. */
  readonly handler?: string;
  /** ISO 8601, UTC */
  readonly startedAt: string;
  /**
   * Wall time. Of a request: until its response was sent, or its client had left; of a stream of events, until its
   * first event.
   */
  readonly durationMs: number;
  /** From this duration on it was slow: the option's, or its decorator's. */
  readonly thresholdMs: number;
  /** How it ended. */
  readonly outcome: ExecutionOutcome;
  /** Status code of the response; of an aborted one, what it was set to by then: 200 unless set. */
  readonly status?: number;
  /** The request's method: `GET`. */
  readonly method?: string;
  /** Path and query as they were asked for, at most 2048 characters. The query is `?…` with `capture.query: false`. */
  readonly url?: string;
  /**
   * 32 hexadecimal digits, of the tracing SDK or the header `traceparent`; else as `x-trace-id` or `traceid` tell it.
   */
  readonly traceId?: string;
  /** As the header `x-request-id` tells it, or `x-correlation-id`. */
  readonly requestId?: string;
  /** The query's parameters; one that comes again has a list. Absent with `capture.query: false`. */
  readonly query?: Readonly<Record<string, unknown>>;
  /** The route's parameters, by name; absent when it has none. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Those of `capture.headers` that were sent, by their lower-case names; each at most 1024 characters. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the client, or of the last proxy that the application does not trust. */
  readonly clientAddress?: string;
  /** The header `content-type` of the request. */
  readonly contentType?: string;
  /** Bytes of the request's body, as the client announced them. */
  readonly contentLength?: number;
  /**
   * As the application parsed it, of 6 levels and 32 kB at most; of uploads, names and sizes only. Absent unless
   * `capture.body` is on, and when nothing parsed a body.
   */
  readonly body?: unknown;
}
