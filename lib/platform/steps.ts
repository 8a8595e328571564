/**
 * Long work in short steps: a generator that yields between them, so that other work can run on the event loop.
 *
 * @internal
 */
export type Steps<T> = Generator<void, T, void>;

/** Runs all steps at once. @internal */
export function runSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
