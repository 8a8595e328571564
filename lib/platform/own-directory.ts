import { fileURLToPath } from 'node:url';
import { callSites } from './call-sites.js';

/** The path of this module in the sources, and of the bundle that contains it in the package. */
const HERE = /\/(?:platform\/own-directory\.ts|nestjs-performance-monitor\.js)$/;

/**
 * Absolute path of this package's own code, with `/` on every platform and at the end. It separates the package's frames
 * from the application's. `undefined` when this module was bundled with the application: the two cannot be separated
 * there, and the application's code must not count as the package's.
 *
 * @internal
 */
export function ownDirectory(file: string | undefined = runningFile()): string | undefined {
  const path = file?.replaceAll('\\', '/');
  return path !== undefined && HERE.test(path) ? path.replace(HERE, '/') : undefined;
}

/**
 * Absolute path of the file that contains this code, as V8 reports it; `undefined` for code evaluated from a string. Not
 * `import.meta.url`: bundlers replace it by the path on the building machine, or by nothing.
 *
 * @internal
 */
export function runningFile(): string | undefined {
  try {
    const file = callSites(1, callSites)[0]?.getFileName() ?? undefined;
    return file?.startsWith('file:') === true ? fileURLToPath(file) : file;
  } catch {
    return undefined;
  }
}
