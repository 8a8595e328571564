import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MAX_LEVELS = 8;

/** The facts of a `package.json`. @internal */
export interface NearestPackage {
  readonly directory: string;
  readonly name: string;
  readonly version: string | undefined;
}

/**
 * The nearest `package.json` above `file` that has a name: this name, if one is given. This works from the sources, from
 * the build and from `node_modules`.
 *
 * @returns `undefined` when there is none, as in a bundle
 * @internal
 */
export function nearestPackage(file: string, name?: string): NearestPackage | undefined {
  let directory = dirname(file);
  for (let level = 0; level < MAX_LEVELS; level += 1) {
    const found = packageIn(directory);
    if (found !== undefined && (name === undefined || found.name === name)) return found;
    directory = dirname(directory);
  }
  return undefined;
}

function packageIn(directory: string): NearestPackage | undefined {
  try {
    const { name, version } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
      name?: unknown;
      version?: unknown;
    };
    if (typeof name !== 'string' || name === '') return undefined;
    return { directory, name, version: typeof version === 'string' ? version : undefined };
  } catch {
    return undefined;
  }
}
