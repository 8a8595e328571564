// Makes the package's few files out of the compiler's many: Node takes 0.3 to 0.4 ms to find, read and link each, which
// for all of them is more than the rest of the start. What is imported dynamically gets files of its own.
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { carriedAlong } from './carried-along.plugin.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const build = join(root, 'build');
const dist = join(root, 'dist');

/** Chains the maps, so that those of the package lead to the TypeScript. */
const readsMaps = {
  name: 'reads-maps',
  async load(id) {
    if (!id.startsWith(build)) return undefined;
    const [code, map] = await Promise.all([readFile(id, 'utf8'), readFile(`${id}.map`, 'utf8')]);
    return { code, map: JSON.parse(map) };
  },
};

await write('esm', dist, { index: join(build, 'index.js'), internals: join(build, 'internals.js') }, true);
// For test runners that load CommonJS only. Node itself loads the ES module in both ways, so that there is one copy.
// Its source maps would be half as much again to download.
await write('cjs', join(dist, 'cjs'), { index: join(build, 'index.js') }, false);
await writeFile(join(dist, 'cjs', 'package.json'), '{ "type": "commonjs" }\n');

async function write(format, dir, input, sourcemap) {
  const bundle = await rolldown({
    input,
    // All packages are left to npm.
    external: id => !/^[./]/.test(id) && !id.startsWith(build),
    platform: 'node',
    plugins: [carriedAlong(join(root, 'lib'), build), readsMaps],
  });
  await bundle.write({
    dir,
    format,
    sourcemap,
    comments: false,
    chunkFileNames: '[name].js',
    dynamicImportInCjs: false,
    // `ownDirectory()` knows the package's code by this name.
    codeSplitting: { groups: [{ name: 'nestjs-performance-monitor', tags: ['$initial'] }] },
  });
  await bundle.close();
}
