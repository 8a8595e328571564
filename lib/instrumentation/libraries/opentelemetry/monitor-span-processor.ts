import { spanStorage } from '../../../tracing/execution-context.js';
import type { ClientSpan } from './client-span.interface.js';
import { spanHooks, type SpanUser } from './span-hooks.js';

/** The values of `SpanKind`. */
const CLIENT = 2;
const PRODUCER = 3;

/**
 * A `SpanProcessor` for OpenTelemetry's SDK 1 and 2. Client spans of instrumentations become operations of the execution
 * that runs: databases, messages and remote calls of libraries that the module does not record itself. It exports nothing.
 *
 * @example
 * import { MonitorSpanProcessor } from 'nestjs-performance-monitor/opentelemetry';
 * new NodeSDK({ spanProcessors: [new MonitorSpanProcessor(), new BatchSpanProcessor(exporter)], instrumentations })
 *
 * @publicApi
 */
export class MonitorSpanProcessor {
  /** The applications of spans that go on. */
  private readonly users = new WeakMap<object, SpanUser>();

  /** Called by the SDK, in the context of the code that starts the span. Never throws. */
  onStart(span: ClientSpan): void {
    const { kind } = span;
    if (kind !== CLIENT && kind !== PRODUCER) return;
    const caller = spanStorage.getStore();
    const user = caller && spanHooks().userOf(caller);
    if (user === undefined) return;
    this.users.set(span, user);
    user.begin(span);
  }

  /** Called by the SDK. Never throws. */
  onEnd(span: ClientSpan): void {
    this.users.get(span)?.end(span);
  }

  /** Nothing waits to be exported. */
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  /** Nothing is to be closed. */
  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}
