import type { EndedBy, ExecutionKind, ExecutionOutcome } from './execution.interface.js';
import type { RecordingLevel } from './recording-level.js';

/**
 * The facts of a slow execution. Members of an HTTP request are absent for a method. All texts are masked and cut: they
 * can be shown.
 *
 * @publicApi
 */
export interface ReportExecution {
  /** The kind of work. */
  readonly kind: ExecutionKind;
  /**
   * The endpoint's name, the same for all its executions: method and route, `GET /orders/:id`, or the name of a
   * profiled method, `OrdersService.sync`. Never the raw URL: a request without a route is `GET (unmatched)`.
   */
  readonly name: string;
  /** Class and method that answered the request: `OrdersController.findOne`. Absent when none was called. */
  readonly handler?: string;
  /** The start: ISO 8601, UTC. */
  readonly startedAt: string;
  /**
   * Wall time in milliseconds. A request ends when its response was sent or its connection was closed. A stream of events
   * ends when it is open.
   */
  readonly durationMs: number;
  /** An execution of at least this duration, in milliseconds, is slow: the option's value, or its decorator's. */
  readonly thresholdMs: number;
  /** The way it ended. */
  readonly outcome: ExecutionOutcome;
  /** The party that ended it before its work was complete. Absent when it ended by itself, or when that is unknown. */
  readonly endedBy?: EndedBy;
  /** It was still running: the duration is its age, and the outcome is not known. Absent for an execution that has ended. */
  readonly stuck?: true;
  /**
   * The execution that it was a part of until that one ended: a request that did not wait for an event's listener. Absent
   * for all others.
   */
  readonly linkedTo?: {
    readonly kind: ExecutionKind;
    readonly name: string;
    /** The other execution's own `traceId`. */
    readonly traceId?: string;
  };
  /** The recording level: the lowest one in force while it ran. Absent in reports of earlier versions. */
  readonly level?: RecordingLevel;
  /**
   * The time that a job waited in its queue, or a message at its broker, in milliseconds. It is no part of the duration. For a
   * parent in a flow it includes the time of the children. Absent for later attempts, for messages without the time at which they
   * were sent, and where clocks differ so much that it would be negative.
   */
  readonly queuedMs?: number;
  /** The option `queueThreshold`, in milliseconds, when `queuedMs` reached it. Else absent. */
  readonly queueThresholdMs?: number;
  /**
   * The time between the moment for which a scheduled run was due and its start, in milliseconds. It is no part of the duration.
   * For `@Interval()` it counts from the call of the method before. Absent for a run of a job that the application began itself.
   * Absent, too, where it is unknown: for `@Timeout()`, for the first run, and where the clock of the host was set.
   */
  readonly lateMs?: number;
  /** The earlier runs of the same schedule that had not ended at its start. Absent for none. */
  readonly overlaps?: number;
  /** The broker had delivered the message before, and it was not acknowledged. Absent for a first delivery. */
  readonly redelivered?: true;
  /** The attempt of a job, from 1. */
  readonly attempt?: number;
  /** The id of a job. */
  readonly jobId?: string;
  /** Status code of the response. Absent for an aborted request whose response had not begun. */
  readonly status?: number;
  /** The request's method: `GET`. */
  readonly method?: string;
  /** Path and query of the request, at most 2048 characters. The query is `?…` with `capture.query: false`. */
  readonly url?: string;
  /**
   * 32 hexadecimal digits from the tracing SDK or the header `traceparent`; else the value of the header `x-trace-id`
   * or `traceid`.
   */
  readonly traceId?: string;
  /** 16 hexadecimal digits: the span of the tracing SDK that was active when the request came in. */
  readonly spanId?: string;
  /** The header `x-request-id`, or else `x-correlation-id`. */
  readonly requestId?: string;
  /** The query's parameters; a repeated one has a list. Absent with `capture.query: false`. */
  readonly query?: Readonly<Record<string, unknown>>;
  /** The route's parameters, by name; absent when it has none. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** The request's headers that `capture.headers` lists, by lower-case name; each at most 1024 characters. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Address of the client, or of the last proxy that the application does not trust. */
  readonly clientAddress?: string;
  /** The request's header `content-type`. */
  readonly contentType?: string;
  /** Bytes of the request's body, from the header `content-length`. */
  readonly contentLength?: number;
  /**
   * The body as the application parsed it: at most 6 levels and 32 kB, and only names and sizes of uploads. Absent
   * unless `capture.body` is on and the body was parsed.
   */
  readonly body?: unknown;
}
