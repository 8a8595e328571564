import type { TraceIds } from './active-trace.js';

/** The facts of a slow request as the transport had them. They pass through privacy/ before people see them. @internal */
export interface RawRequest {
  readonly method: string;
  readonly url: string;
  /** Absent when the client left before a response had begun. */
  readonly status?: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The route's parameters. */
  readonly params?: unknown;
  /** As the framework gives it: behind a proxy that the application trusts, the client's, not the proxy's. */
  readonly clientAddress?: unknown;
  /** The span of the tracing SDK that was active when the request came in. */
  readonly trace?: TraceIds | undefined;
  /** As the application parsed it. Only with `capture.body`. */
  readonly body?: unknown;
  /** Uploads that the application keeps beside the body. Only with `capture.body`. */
  readonly files?: unknown;
}
