import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { enterQueuedCall } from '../../../lib/tracing/queued-call.js';
import type { ContextLog } from '../../../lib/tracing/context-log.interface.js';
import { spanStorage } from '../../../lib/tracing/execution-context.js';
import { Execution, type Span } from '../../../lib/tracing/execution.js';
import type { Tracer } from '../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../support/call-site.js';

const QUEUED_AT = 5;

describe('enterQueuedCall()', () => {
  let caller: Span | undefined;
  let hasChanged: boolean;
  const enter = jest.fn<ContextLog['enter']>();
  const leaveAll = jest.fn<(now: number) => void>();
  const past = { changedSince: () => hasChanged, spanAt: () => caller, leaveAll };
  const tracer = { log: { past, enter } as unknown as ContextLog } as Tracer;
  const rootOf = (owner: Tracer): Span => new Execution(owner, 1, 'http', siteOf('root'), 0, 100).root;

  beforeEach(() => {
    hasChanged = true;
    caller = undefined;
  });
  afterEach(() => void jest.clearAllMocks());

  /** The context after the hand-over, in a callback that started in the context of `releaser`. */
  const contextAfter = (releaser: Span | undefined, by = tracer): Span | undefined =>
    spanStorage.run(releaser as Span, () => {
      enterQueuedCall(by, QUEUED_AT);
      return spanStorage.getStore();
    });

  it('enters the span of the caller, until the callback ends', () => {
    caller = rootOf(tracer);
    const releaser = rootOf(tracer);
    expect(contextAfter(releaser)).toBe(caller);
    expect(enter).toHaveBeenCalledWith(caller, expect.any(Number));
    expect(spanStorage.getStore()).toBeUndefined();
  });

  it('leaves the execution when no execution made the call, or that one is over', () => {
    expect(contextAfter(rootOf(tracer))).toBeUndefined();
    expect(leaveAll).toHaveBeenCalledTimes(1);
    expect(enter).not.toHaveBeenCalled();
  });

  it('keeps the context of another application, and charges no execution of this one', () => {
    const foreign = rootOf({} as Tracer);
    expect(contextAfter(foreign)).toBe(foreign);
    expect(leaveAll).toHaveBeenCalledTimes(1);
  });

  it('changes nothing for code that was not queued, and while executions are only counted', () => {
    const releaser = rootOf(tracer);
    caller = rootOf(tracer);
    expect(contextAfter(releaser, {} as Tracer)).toBe(releaser);
    hasChanged = false;
    expect(contextAfter(releaser)).toBe(releaser);
    expect(enter).not.toHaveBeenCalled();
    expect(leaveAll).not.toHaveBeenCalled();
  });
});
