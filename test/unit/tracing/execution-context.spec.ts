import { describe, expect, it } from '@jest/globals';
import type { Span } from '../../../lib/tracing/execution.js';
import { registerTracer, spanStorage, unregisterTracer } from '../../../lib/tracing/execution-context.js';
import type { Tracer } from '../../../lib/tracing/tracer.interface.js';

describe('the async context', () => {
  it('is in use as long as an application runs, and not longer', () => {
    const first = {} as Tracer;
    const second = {} as Tracer;
    const span = {} as Span;
    registerTracer(first);
    registerTracer(second);
    spanStorage.enterWith(span);
    unregisterTracer(first);
    expect(spanStorage.getStore()).toBe(span);
    unregisterTracer(second);
    expect(spanStorage.getStore()).toBeUndefined();
  });
});
