import { jest } from '@jest/globals';
import type { Steps } from '../../lib/platform/steps.js';

export { runSteps } from '../../lib/platform/steps.js';

/** Number of places at which the work can be paused: on the fake clock, each unit of work uses up a step's budget. */
export function countSteps(steps: Steps<unknown>): number {
  let now = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => (now += 1));
  try {
    let count = 1;
    while (steps.next().done !== true) count += 1;
    return count;
  } finally {
    clock.mockRestore();
  }
}
