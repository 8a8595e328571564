import { describe, expect, it } from '@jest/globals';
import { runSteps } from '../../../lib/platform/steps.js';

describe('runSteps', () => {
  it('runs all steps and returns the result', () => {
    let steps = 0;
    function* work() {
      for (; steps < 3; steps++) yield;
      return 'done';
    }
    expect(runSteps(work())).toBe('done');
    expect(steps).toBe(3);
  });

  it('passes on an error of a step', () => {
    function* work() {
      yield;
      throw new Error('broken');
    }
    expect(() => runSteps(work())).toThrow('broken');
  });
});
