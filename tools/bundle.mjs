// Makes the package's few files out of the compiler's many: Node takes 0.3 to 0.4 ms to find, read and link each, which
// for all of them is more than the rest of the start. What is imported dynamically gets files of its own.
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { carriedAlong } from './carried-along.plugin.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const build = join(root, 'build');
const lib = join(build, 'lib');
const cli = join(build, 'cli');
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

const command = { command: join(cli, 'main.js') };
await write('esm', dist, { index: join(lib, 'index.js'), internals: join(lib, 'internals.js'), ...command }, true);
// Apart from the others: tracing loads it before the application, and the rest would load Nest.
await write('esm', join(dist, 'opentelemetry'), { index: join(lib, 'opentelemetry.js') }, true);
await write('cjs', join(dist, 'cjs', 'opentelemetry'), { index: join(lib, 'opentelemetry.js') }, false);
// For test runners that load CommonJS only. Node itself loads the ES module in both ways, so that there is one copy.
// Its source maps would be half as much again to download.
await write('cjs', join(dist, 'cjs'), { index: join(lib, 'index.js') }, false);
await writeFile(join(dist, 'cjs', 'package.json'), '{ "type": "commonjs" }\n');

await writeSchematics(join(dist, 'schematics'));

/** For `nest add`, which requires one file. An application has no parser among its packages. */
async function writeSchematics(dir) {
  const bundle = await rolldown({ input: join(build, 'schematics', 'nest-add', 'nest-add.js'), platform: 'node' });
  await bundle.write({ file: join(dir, 'nest-add.cjs'), format: 'cjs', comments: false, minify: true });
  await bundle.close();
}

async function write(format, dir, input, sourcemap) {
  const bundle = await rolldown({
    input,
    // All packages are left to npm.
    external: id => !/^[./]/.test(id) && !id.startsWith(build),
    platform: 'node',
    plugins: [carriedAlong(root, build), readsMaps],
  });
  await bundle.write({
    dir,
    format,
    sourcemap,
    comments: false,
    chunkFileNames: ({ moduleIds }) => (moduleIds.every(isOfCommand) ? 'command/[name].js' : '[name].js'),
    dynamicImportInCjs: false,
    codeSplitting: {
      groups: [
        // The command reads and renders reports without Nest, which takes longer to load than the rest of its work.
        { debugName: 'reports', name: (id, context) => (isShared(id, context) ? 'reports' : null), priority: 1 },
        // `ownDirectory()` knows the package's code by this name.
        { name: 'nestjs-performance-monitor', tags: ['$initial'], test: id => !isOfCommand(id) },
      ],
    },
  });
  await bundle.close();
}

function isOfCommand(id) {
  return id.startsWith(cli);
}

/** True for a module of `lib/` that a command without Nest imports, directly or not. Dynamic imports have own files. */
function isShared(id, context) {
  if (!id.startsWith(lib)) return false;
  const { importers } = context.getModuleInfo(id);
  return importers.some(importer =>
    isOfCommand(importer) ? !importer.startsWith(join(cli, 'doctor')) : isShared(importer, context),
  );
}
