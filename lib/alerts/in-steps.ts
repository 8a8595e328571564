/**
 * Does work that comes in steps, and lets `pause` decide after each whether others get their turn.
 *
 * @internal
 */
export async function inSteps<T>(steps: Generator<void, T, void>, pause: () => Promise<void>): Promise<T> {
  let step = steps.next();
  while (step.done !== true) {
    await pause();
    step = steps.next();
  }
  return step.value;
}
