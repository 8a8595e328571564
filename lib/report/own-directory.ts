import { fileURLToPath } from 'node:url';

/** Where this module stands in the sources, and in the package, whose own bundle it is in. */
const HERE = /\/(?:report\/own-directory\.ts|nestjs-performance-monitor\.js)$/;

/**
 * Absolute path of this package's own code, with `/` on every platform and at its end, by which its frames are told from
 * the application's. `undefined` when this module was bundled together with the application: nothing tells them apart
 * then, and the application's code must not be taken for ours.
 *
 * @internal
 */
export function ownDirectory(moduleUrl: string = import.meta.url): string | undefined {
  const path = fileURLToPath(moduleUrl).replaceAll('\\', '/');
  return HERE.test(path) ? path.replace(HERE, '/') : undefined;
}
