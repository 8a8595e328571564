import type { ExecutionKind, ExecutionOutcome, MonotonicMs } from './execution.interface.js';

/** What is kept of an execution that was slow: all that the alert needs once the request itself is gone. */
export interface FinishedExecution {
  /** Unique in this process, counting up. */
  readonly id: number;
  readonly kind: ExecutionKind;
  readonly name: string;
  readonly handler?: string;
  readonly start: MonotonicMs;
  readonly durationMs: number;
  readonly thresholdMs: number;
  readonly outcome: ExecutionOutcome;
  readonly request?: FinishedRequest;
}

/** The transport's own facts, raw: they pass through `privacy/` before they are shown to anybody. */
export interface FinishedRequest {
  readonly method: string;
  readonly url: string;
  /** Absent when no response was begun: what a response would have had by then is no answer. */
  readonly status?: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The route's parameters. */
  readonly params?: unknown;
  /** As the framework tells it: behind a proxy that the application trusts, the client's, not the proxy's. */
  readonly clientAddress?: unknown;
  /** Of the tracing that the request belongs to, as its own SDK tells it. */
  readonly traceId?: unknown;
  /** As the application parsed it. Only when it is to be shown. */
  readonly body?: unknown;
  /** Uploads that the application keeps beside the body. Only when the body is to be shown. */
  readonly files?: unknown;
}
