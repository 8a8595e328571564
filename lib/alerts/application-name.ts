import { basename, dirname, join, relative, sep } from 'node:path';
import { nearestPackage } from '../platform/nearest-package.js';

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
  const found = nearestPackage(file ?? '');
  if (file === undefined) return found?.name ?? '';
  if (found !== undefined) return `${found.name}${entryOf(relative(found.directory, file))}`;
  // There is no package.json, for example beside a bundle.
  return entryOf(join(basename(dirname(file)), basename(file)));
}

/** Omits the extension: `node dist/main` and `node dist/main.js` start the same application. */
function entryOf(path: string): string {
  return `/${path.split(sep).join('/')}`.replace(/\.[cm]?[jt]sx?$/, '').replace(/\/(?:index)?$/, '');
}
