/**
 * The process's working directory; the root when it was deleted, which `process.cwd()` answers with an error.
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
