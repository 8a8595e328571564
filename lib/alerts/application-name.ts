import { readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';

const MAX_LEVELS = 8;

/**
 * Distinguishes this application from others that share a claim store. The same in all processes of a fleet.
 *
 * It is the name in the `package.json` nearest to the process's main file, and the path of that file below it. Several
 * applications of one repository may share a `package.json`.
 *
 * @param file the main file
 * @returns `''` when the process has none
 * @internal
 */
export function applicationName(file = process.argv[1]): string {
  let directory = file === undefined ? '' : dirname(file);
  for (let level = 0; level < MAX_LEVELS; level += 1) {
    const name = nameIn(join(directory, 'package.json'));
    if (name !== undefined) return `${name}${file === undefined ? '' : entryOf(relative(directory, file))}`;
    directory = dirname(directory);
  }
  // There is no package.json, for example beside a bundle.
  return file === undefined ? '' : entryOf(join(basename(dirname(file)), basename(file)));
}

/** Omits the extension: `node dist/main` and `node dist/main.js` start the same application. */
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
