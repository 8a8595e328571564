import type { Callable } from '../../../lib/tracing/callable.js';
import { spanStorage } from '../../../lib/tracing/execution-context.js';
import type { Span } from '../../../lib/tracing/execution.js';
import type { Tracer } from '../../../lib/tracing/tracer.interface.js';

/** A tracer that only enters contexts. */
export function runningTracer(): Tracer {
  const run = (span: Span, fn: Callable, self: unknown, args: readonly unknown[]): unknown =>
    spanStorage.run(span, () => Reflect.apply(fn, self, args) as unknown);
  return { run } as Tracer;
}
