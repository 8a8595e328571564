import { describe, expect, it } from '@jest/globals';
import { RunningScopes } from '../../../../lib/recorder/log/running-scopes.js';
import type { Span } from '../../../../lib/tracing/execution.js';

const span = (index: number): Span => ({ index }) as Span;

describe('RunningScopes', () => {
  it('is empty when neither a callback nor a continuation runs', () => {
    const running = new RunningScopes();
    expect(running.isEmpty).toBe(true);
    running.push(1, undefined);
    running.startContinuation(2);
    running.pop();
    expect(running.isEmpty).toBe(false);
    running.endContinuation(2);
    expect(running.isEmpty).toBe(true);
  });

  it('ends a continuation by its own mark only', () => {
    const running = new RunningScopes();
    const promise = Promise.resolve();
    running.startContinuation(promise);
    expect(running.endContinuation(Promise.resolve())).toBe(false);
    expect(running.endContinuation(promise)).toBe(true);
    expect(running.endContinuation(promise)).toBe(false);
  });

  it('returns the owner before each callback, from the innermost out', () => {
    const running = new RunningScopes();
    running.push(1, undefined);
    running.push(2, span(1));
    expect([running.isInnermost(1), running.isInnermost(2)]).toEqual([false, true]);
    expect([running.pop()?.index, running.pop()]).toEqual([1, undefined]);
    expect(running.isInnermost(1)).toBe(false);
  });

  it('drops a scope that ended out of order, with everything inside it', () => {
    const running = new RunningScopes();
    for (const id of [1, 2, 3]) running.push(id, span(id));
    running.drop(2);
    expect(running.isInnermost(1)).toBe(true);
    running.drop(99);
    expect(running.isInnermost(1)).toBe(true);
  });

  it('starts again when errors have left too many scopes behind', () => {
    const running = new RunningScopes();
    for (let id = 1; id <= 65; id++) running.push(id, undefined);
    running.pop();
    expect(running.isEmpty).toBe(true);
  });
});
