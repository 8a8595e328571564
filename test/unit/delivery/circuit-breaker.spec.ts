import { describe, expect, it } from '@jest/globals';
import { CircuitBreaker } from '../../../lib/delivery/circuit-breaker.js';

describe('CircuitBreaker', () => {
  let now = 0;
  const create = (): CircuitBreaker => {
    now = 0;
    return new CircuitBreaker({ failures: 2, firstPauseMs: 100, longestPauseMs: 300 }, () => now);
  };
  const fail = (breaker: CircuitBreaker): boolean => breaker.enter() && breaker.failed();

  it('opens after so many failures in a row, not in all', () => {
    const breaker = create();
    expect(fail(breaker)).toBe(false);
    breaker.succeeded();
    expect(fail(breaker)).toBe(false);
    expect(fail(breaker)).toBe(true);
    expect(breaker.enter()).toBe(false);
  });

  it('lets one call through after a pause, that grows to a limit with each that fails', () => {
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

  it('closes with the first success, and begins anew', () => {
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

  it('lets the next try when a call was not made after all', () => {
    const breaker = create();
    fail(breaker);
    fail(breaker);
    now += 100;
    breaker.enter();
    breaker.left();
    expect(breaker.enter()).toBe(true);
  });

  it('is not kept open by calls that were under way when it opened', () => {
    const breaker = create();
    for (let call = 0; call < 4; call += 1) breaker.enter();
    for (let call = 0; call < 4; call += 1) breaker.failed();
    now += 100;
    expect(breaker.isReady).toBe(true);
  });
});
