/**
 * Runs steps one by one. The error of a step is added to `failures`, and the next steps still run.
 *
 * @internal
 */
export class Attempts {
  readonly failures: unknown[] = [];

  run(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.failures.push(error);
    }
  }
}
