import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const LIBRARY = fileURLToPath(new URL('../lib/platform/', import.meta.url));
const PAGE = fileURLToPath(new URL('src/platform/', import.meta.url));
const REPLACED = ['clock', 'utf8'];

/** Replaces the modules of `lib/platform/` that use Node by those of the page. */
export function browserPlatform() {
  const modules = new Map(REPLACED.map(name => [`${LIBRARY}${name}.js`, `${PAGE}${name}.ts`]));
  return {
    name: 'browser-platform',
    enforce: 'pre',
    resolveId(source, importer) {
      if (importer === undefined || !source.startsWith('.')) return undefined;
      return modules.get(resolve(dirname(importer), source));
    },
  };
}
