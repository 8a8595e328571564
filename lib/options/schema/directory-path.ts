import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * What stands where a directory, or one above it, is to be made; `undefined` when nothing does. Looks at the disk: at
 * the start, and when the option is changed.
 *
 * @internal
 */
export function obstacleOf(path: string): string | undefined {
  for (let current = path; ; current = dirname(current)) {
    const found = lookAt(current);
    if (found !== undefined) return found.isDirectory() ? undefined : current;
    if (current === dirname(current)) return undefined;
  }
}

/** What cannot be looked at is no fault of the path's: the notifier will say what it is. */
function lookAt(path: string): { isDirectory(): boolean } | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
