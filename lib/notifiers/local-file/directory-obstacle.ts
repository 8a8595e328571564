import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Finds a file in the place of the directory or of one above it. Reads the disk at the start, and when the option
 * changes.
 *
 * @returns `undefined` if the directory exists or can be created
 * @internal
 */
export function obstacleOf(path: string): string | undefined {
  for (let current = path; ; current = dirname(current)) {
    const found = statsOf(current);
    if (found !== undefined) return found.isDirectory() ? undefined : current;
    if (current === dirname(current)) return undefined;
  }
}

/** A path that cannot be read is valid here. The notifier reports the reason. */
function statsOf(path: string): { isDirectory(): boolean } | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
