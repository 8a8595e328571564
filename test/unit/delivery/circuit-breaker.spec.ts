import { describe, expect, it } from '@jest/globals';
import { CircuitBreaker } from '../../../lib/delivery/circuit-breaker.js';

describe('CircuitBreaker', () => {
  let now = 0;
  const create = (): CircuitBreaker => {
    now = 0;
    return new CircuitBreaker({ failures: 2, firstPauseMs: 100, longestPauseMs: 300 }, () => now);
  };
  const fail = (breaker: CircuitBreaker): boolean => breaker.enter() && breaker.failed();

  it('opens after consecutive failures, not after the same total', () => {
    const breaker = create();
    expect(fail(breaker)).toBe(false);
    breaker.succeeded();
    expect(fail(breaker)).toBe(false);
    expect(fail(breaker)).toBe(true);
    expect(breaker.enter()).toBe(false);
  });

  it('allows one call after a pause, which grows with each failed probe up to a limit', () => {
    const breaker = create();
    fail(breaker);
    fail(breaker);
    for (const pause of [100, 200, 300, 300]) {
      now += pause - 1;
      expect(breaker.isReady).toBe(false);
      now += 1;
      expect(breaker.isReady).toBe(true);
      expect(breaker.enter()).toBe(true);
      expect(breaker.enter()).toBe(false);
      breaker.failed();
    }
  });

  it('closes with the first success, and resets the pause', () => {
    const breaker = create();
    fail(breaker);
    fail(breaker);
    now += 100;
    breaker.enter();
    breaker.succeeded();
    expect(breaker.isOpen).toBe(false);
    fail(breaker);
    fail(breaker);
    now += 100;
    expect(breaker.isReady).toBe(true);
  });

  it('allows the next probe when one was cancelled', () => {
    const breaker = create();
    fail(breaker);
    fail(breaker);
    now += 100;
    breaker.enter();
    breaker.cancelled();
    expect(breaker.enter()).toBe(true);
  });

  it('is not kept open by calls that had started before it opened', () => {
    const breaker = create();
    for (let call = 0; call < 4; call += 1) breaker.enter();
    for (let call = 0; call < 4; call += 1) breaker.failed();
    now += 100;
    expect(breaker.isReady).toBe(true);
  });
});
