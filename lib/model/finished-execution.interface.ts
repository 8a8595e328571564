import type { ExecutionKind, ExecutionOutcome, MonotonicMs } from './execution.interface.js';

/** A slow execution after its end: the facts that an alert needs when the request is gone. @internal */
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

/** The raw facts of the transport. They pass through `privacy/` before they are shown. @internal */
export interface FinishedRequest {
  readonly method: string;
  readonly url: string;
  /** Absent when no response was begun: the default status of an unsent response is no answer. */
  readonly status?: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The route's parameters. */
  readonly params?: unknown;
  /** The framework's address: the client's, when the application trusts the proxy, else the proxy's. */
  readonly clientAddress?: unknown;
  /** The trace id of the tracing SDK for this request. */
  readonly traceId?: unknown;
  /** The body as the application parsed it. Only when it is to be shown. */
  readonly body?: unknown;
  /** Uploads that the application keeps beside the body. Only when the body is to be shown. */
  readonly files?: unknown;
}
