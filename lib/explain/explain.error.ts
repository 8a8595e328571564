/** A step failed: the message is a constant sentence that names the step, the cause is its error. @internal */
export class ExplainError extends Error {}

/** @throws ExplainError with the message `failure` when the step throws or rejects. @internal */
export async function step<T>(failure: string, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw new ExplainError(failure, { cause });
  }
}
