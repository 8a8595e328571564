import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MAX_LEVELS = 8;

/**
 * The version in the nearest `package.json` above `file` that has the package's name. This works from the sources, from the
 * build and from `node_modules`.
 *
 * @returns `unknown` when there is none, as in a bundle
 * @internal
 */
export function packageVersion(name: string, file: string): string {
  let directory = dirname(file);
  for (let level = 0; level < MAX_LEVELS; level += 1) {
    const version = versionIn(join(directory, 'package.json'), name);
    if (version !== undefined) return version;
    directory = dirname(directory);
  }
  return 'unknown';
}

function versionIn(path: string, name: string): string | undefined {
  try {
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as { name?: unknown; version?: unknown };
    return manifest.name === name && typeof manifest.version === 'string' ? manifest.version : undefined;
  } catch {
    return undefined;
  }
}
