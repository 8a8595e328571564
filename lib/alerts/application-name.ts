import { readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';

const MAX_LEVELS = 8;

/**
 * What tells this application from others that share a store of claims: the name in the `package.json` nearest to the
 * file that the process was started with, and where below it that file is, as several applications of one repository
 * have one `package.json`. Equal in all processes of a fleet, wherever they are installed.
 *
 * @param file the started file
 * @returns `''` when there is none
 * @internal
 */
export function applicationName(file = process.argv[1]): string {
  let directory = file === undefined ? '' : dirname(file);
  for (let level = 0; level < MAX_LEVELS; level += 1) {
    const name = nameIn(join(directory, 'package.json'));
    if (name !== undefined) return `${name}${file === undefined ? '' : entryOf(relative(directory, file))}`;
    directory = dirname(directory);
  }
  // As in a bundle.
  return file === undefined ? '' : entryOf(join(basename(dirname(file)), basename(file)));
}

/** One for `dist/main` and `dist/main.js`, as Node starts the same with both. */
function entryOf(path: string): string {
  return `/${path.split(sep).join('/')}`.replace(/\.[cm]?[jt]sx?$/, '').replace(/\/(?:index)?$/, '');
}

function nameIn(path: string): string | undefined {
  try {
    const { name } = JSON.parse(readFileSync(path, 'utf8')) as { name?: unknown };
    return typeof name === 'string' && name !== '' ? name : undefined;
  } catch {
    return undefined;
  }
}
