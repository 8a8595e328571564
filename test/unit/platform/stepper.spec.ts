import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Stepper } from '../../../lib/platform/stepper.js';

describe('Stepper', () => {
  let now = 0;
  let readings = 0;

  beforeEach(() => {
    now = readings = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => {
      readings += 1;
      return now;
    });
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** The work done before each yield, in milliseconds. */
  function yields(units: number, msOf: (unit: number) => number): number[] {
    const stepper = new Stepper();
    const found: number[] = [];
    let start = now;
    for (let unit = 0; unit < units; unit++) {
      now += msOf(unit);
      if (!stepper.isDue()) continue;
      found.push(now - start);
      start = now;
    }
    return found;
  }

  it('is due after each unit that takes longer than the budget', () => {
    expect(yields(10, () => 0.3)).toHaveLength(10);
  });

  it.each([0.05, 0.01, 0.001, 0.0001])('is due after 0.1 to 0.2 ms of units of %d ms', ms => {
    const steps = yields(20_000, () => ms);
    expect(steps.length).toBeGreaterThan(5);
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0.1 - 1e-9);
    expect(Math.max(...steps)).toBeLessThanOrEqual(0.2 + 2 * ms);
  });

  it('reads the clock once in 256 cheap units', () => {
    expect(yields(100_000, () => 1e-7)).toEqual([]);
    expect(readings).toBeLessThan(100_000 / 256 + 10);
  });

  it('becomes careful again after a yield', () => {
    const steps = yields(1_000, unit => (unit < 500 ? 0.001 : 0.06));
    expect(Math.max(...steps.slice(-100))).toBeLessThan(0.2);
  });

  it('counts a unit that stands for many', () => {
    const stepper = new Stepper();
    for (let i = 0; i < 10; i++) stepper.isDue();
    now += 1;
    expect(stepper.isDue(1_000)).toBe(true);
  });
});
