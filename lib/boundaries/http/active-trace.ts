import type { Provider } from '@nestjs/common';

/** Tells the trace that the code which calls it runs in; `undefined` when the application traces nothing. @internal */
export type ActiveTrace = () => unknown;

/** Injection token of an {@link ActiveTrace}, or of `undefined` where there is no tracing to ask. @internal */
export const ACTIVE_TRACE = Symbol('PERFORMANCE_MONITOR:ACTIVE_TRACE');

/** What is used of `@opentelemetry/api`, without naming its types: it need not be installed. */
interface TracingApi {
  readonly trace?: { getActiveSpan?(): { spanContext(): { readonly traceId: unknown } } | undefined };
}

/**
 * OpenTelemetry's active span, where its API is installed.
 *
 * @param load finds the API; rejects where it is not installed
 * @internal
 */
export async function findActiveTrace(load: () => Promise<unknown>): Promise<ActiveTrace | undefined> {
  try {
    const api = ((await load()) as TracingApi).trace;
    if (typeof api?.getActiveSpan !== 'function') return undefined;
    return () => {
      try {
        return api.getActiveSpan?.()?.spanContext().traceId;
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

/** Within `try`, by which bundlers see that the package may be missing. */
async function loadApi(): Promise<unknown> {
  try {
    return await import('@opentelemetry/api');
  } catch {
    return undefined;
  }
}
