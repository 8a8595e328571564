// Makes the package's few files out of the compiler's many: Node takes 0.3 to 0.4 ms to find, read and link each, which
// for all of them is more than the rest of the start. What is imported dynamically gets files of its own.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const build = join(root, 'build');

/** Chains the maps, so that those of the package lead to the TypeScript. */
const readsMaps = {
  name: 'reads-maps',
  async load(id) {
    if (!id.startsWith(build)) return undefined;
    const [code, map] = await Promise.all([readFile(id, 'utf8'), readFile(`${id}.map`, 'utf8')]);
    return { code, map: JSON.parse(map) };
  },
};

const bundle = await rolldown({
  input: { index: join(build, 'index.js'), internals: join(build, 'internals.js') },
  // All packages are left to npm.
  external: id => !/^[./]/.test(id) && !id.startsWith(build),
  platform: 'node',
  plugins: [readsMaps],
});
await bundle.write({
  dir: join(root, 'dist'),
  sourcemap: true,
  comments: false,
  chunkFileNames: '[name].js',
  // `ownDirectory()` knows the package's code by this name.
  codeSplitting: { groups: [{ name: 'nestjs-performance-monitor', tags: ['$initial'] }] },
});
await bundle.close();
