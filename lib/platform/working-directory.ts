/**
 * The process's working directory, or `/` when it was deleted: `process.cwd()` throws then.
 *
 * @internal
 */
export function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}
