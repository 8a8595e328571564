import type { Provider } from '@nestjs/common';

/** The ids of a span, as OpenTelemetry has them. */
export interface TraceIds {
  readonly traceId?: unknown;
  readonly spanId?: unknown;
}

/** Returns the ids of the span that its caller runs in; `undefined` outside of every span. @internal */
export type ActiveTrace = () => TraceIds | undefined;

/** Injection token of an {@link ActiveTrace}, or of `undefined` where the application has no tracing. @internal */
export const ACTIVE_TRACE = Symbol('PERFORMANCE_MONITOR:ACTIVE_TRACE');

/** The used part of `@opentelemetry/api`. The package may not be installed, so its types are not imported. */
interface TracingApi {
  readonly trace?: { getActiveSpan?(): { spanContext(): TraceIds | undefined } | undefined };
}

/**
 * Returns the reader of OpenTelemetry's active span, where its API is installed.
 *
 * @param load imports the API; rejects where it is not installed
 * @internal
 */
export async function findActiveTrace(load: () => Promise<unknown>): Promise<ActiveTrace | undefined> {
  try {
    const api = ((await load()) as TracingApi).trace;
    if (typeof api?.getActiveSpan !== 'function') return undefined;
    return () => {
      try {
        return api.getActiveSpan?.()?.spanContext();
      } catch {
        return undefined;
      }
    };
  } catch {
    return undefined;
  }
}

/** @internal */
export const activeTraceProvider: Provider = {
  provide: ACTIVE_TRACE,
  useFactory: () => findActiveTrace(loadApi),
};

/** The `try` shows bundlers that the package may be missing. */
async function loadApi(): Promise<unknown> {
  try {
    return await import('@opentelemetry/api');
  } catch {
    return undefined;
  }
}
