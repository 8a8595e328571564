import { fileURLToPath } from 'node:url';

/** Where this module stands in the sources, and in the package, whose own bundle it is in. */
const HERE = /\/(?:platform\/own-directory\.ts|nestjs-performance-monitor\.js)$/;

/**
 * Absolute path of this package's own code, with `/` on every platform and at its end, by which its frames are told from
 * the application's. `undefined` when this module was bundled together with the application: nothing tells them apart
 * then, and the application's code must not be taken for ours.
 *
 * @internal
 */
export function ownDirectory(file: string | undefined = runningFile()): string | undefined {
  const path = file?.replaceAll('\\', '/');
  return path !== undefined && HERE.test(path) ? path.replace(HERE, '/') : undefined;
}

/**
 * Absolute path of the file that this code runs from, as V8 has it; `undefined` where it was evaluated from a text. Not
 * `import.meta.url`: bundlers put the path of the building machine there, or nothing.
 *
 * @internal
 */
export function runningFile(): string | undefined {
  const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  try {
    Error.prepareStackTrace = (_error, [site]) => site?.getFileName();
    const { stack } = new Error('for its stack') as { stack?: unknown };
    if (typeof stack !== 'string') return undefined;
    return stack.startsWith('file:') ? fileURLToPath(stack) : stack;
  } catch {
    return undefined;
  } finally {
    if (prepare === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
    else Reflect.defineProperty(Error, 'prepareStackTrace', prepare);
  }
}
