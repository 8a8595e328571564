import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LoopUtilization } from '../../../lib/recorder/loop-utilization.js';

describe('LoopUtilization', () => {
  let now = 0;
  let slept = 0;
  beforeEach(() => {
    now = slept = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => void jest.restoreAllMocks());

  /** Passes a number of seconds, with the loop busy for this share of each. */
  function live(utilization: LoopUtilization, seconds: number, busy: number): void {
    for (let second = 0; second < seconds; second += 1) {
      now += 1_000;
      slept += 1_000 * (1 - busy);
      utilization.mark();
    }
  }

  function started(): LoopUtilization {
    const utilization = new LoopUtilization();
    utilization.start(() => slept);
    return utilization;
  }

  it('is the share of the time since the start without sleep', () => {
    const utilization = started();
    live(utilization, 4, 0.25);
    now += 500;
    expect(utilization.read()).toBeCloseTo(1_500 / 4_500);
  });

  it('drops marks older than ten seconds', () => {
    const utilization = started();
    live(utilization, 60, 1);
    expect(utilization.read()).toBe(1);
    live(utilization, 5, 0);
    expect(utilization.read()).toBeCloseTo(0.5);
    live(utilization, 5, 0);
    expect(utilization.read()).toBe(0);
  });

  it('drops them also when only readings leave marks, as before the start and after the stop', () => {
    const utilization = started();
    now += 3_600_000;
    expect(utilization.read()).toBe(1);
    for (let turn = 0; turn < 100; turn += 1) {
      now += 120;
      slept += 120;
      utilization.read();
    }
    expect(utilization.read()).toBe(0);
  });

  it('covers the whole period with any number of readings between the marks', () => {
    const utilization = started();
    live(utilization, 1, 1);
    for (let second = 0; second < 9; second += 1) {
      for (let turn = 0; turn < 10; turn += 1) {
        now += 99;
        slept += 99;
        utilization.read();
      }
      now += 10;
      slept += 10;
      utilization.mark();
    }
    expect(utilization.read()).toBeCloseTo(0.1);
  });

  it('starts again, and stays between 0 and 1', () => {
    const utilization = started();
    live(utilization, 10, 1);
    utilization.start(() => slept);
    expect(utilization.read()).toBe(0);
    now += 10;
    slept += 1_000;
    expect(utilization.read()).toBe(0);
  });

  it("is Node's own figure where the loop is not recorded", () => {
    const utilization = new LoopUtilization();
    utilization.start();
    expect(utilization.read()).toBeGreaterThanOrEqual(0);
    now += 1_000;
    expect(utilization.read()).toBeLessThanOrEqual(1);
  });
});
