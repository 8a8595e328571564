/** Takes work that can be interrupted to its end at once. */
export function runSteps<T>(steps: Generator<void, T, void>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** How often work can be interrupted. */
export function countSteps(steps: Generator<void, unknown, void>): number {
  let count = 1;
  while (steps.next().done !== true) count += 1;
  return count;
}
