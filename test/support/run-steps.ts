import { jest } from '@jest/globals';

/** Takes work that can be interrupted to its end at once. */
export function runSteps<T>(steps: Generator<void, T, void>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** At how many places work can be interrupted: on the fake clock, each unit of work uses up the budget of a step. */
export function countSteps(steps: Generator<unknown, unknown, void>): number {
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
