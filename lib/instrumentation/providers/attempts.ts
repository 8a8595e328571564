/**
 * Runs steps one by one: a step that throws joins `failures`, and the steps after it run all the same.
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
