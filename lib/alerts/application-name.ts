import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MAX_LEVELS = 8;

/**
 * What tells this application from others that share a store of claims: the name in the `package.json` nearest to the
 * file that the process was started with. Equal in all processes of a fleet, wherever they are installed.
 *
 * @param file the started file
 * @returns `''` when there is none, as in a bundle
 * @internal
 */
export function applicationName(file = process.argv[1]): string {
  let directory = file === undefined ? '' : dirname(file);
  for (let level = 0; level < MAX_LEVELS; level += 1) {
    const name = nameIn(join(directory, 'package.json'));
    if (name !== undefined) return name;
    directory = dirname(directory);
  }
  return '';
}

function nameIn(path: string): string | undefined {
  try {
    const { name } = JSON.parse(readFileSync(path, 'utf8')) as { name?: unknown };
    return typeof name === 'string' && name !== '' ? name : undefined;
  } catch {
    return undefined;
  }
}
