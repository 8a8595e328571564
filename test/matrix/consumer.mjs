// What a cell needs before it can run: Node binaries, the packed library, and consumers that have it installed.
import { execFile } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const apps = join(root, 'test', 'matrix', 'apps');

/** The path of a Node of that major version: the running one, or the newest that the registry has. */
export async function nodeBinary(folder, major) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const prefix = join(folder, `node-${major}`);
  const name = `${process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'}-${process.platform}-${process.arch}`;
  await npmInstall(prefix, {}, [`${name}@${major}`]);
  return join(prefix, 'node_modules', name, 'bin', 'node');
}

/** Packs `dist` as it is; the path of the tarball. */
export async function pack(folder) {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const { stdout } = await run('npm', args, { cwd: root });
  return join(folder, JSON.parse(stdout)[0].filename);
}

/** A folder with one Nest and the packed library in `node_modules`, and the application compiled in `esm/` and `cjs/`. */
export async function installConsumer(folder, nest, tarball) {
  const home = join(folder, `nest-${nest}`);
  const packages = ['common', 'core', 'platform-express', 'platform-fastify'].map(name => `@nestjs/${name}@${nest}`);
  await npmInstall(home, { name: 'consumer' }, [...packages, 'reflect-metadata', 'rxjs', '@types/node@20', tarball]);
  for (const [format, type] of Object.entries({ esm: 'module', cjs: 'commonjs' })) {
    const target = join(home, format);
    await cp(apps, target, { recursive: true });
    await writeConfig(target, type);
  }
  return home;
}

/** What the compiler and Node need in a folder of sources. */
export async function writeConfig(folder, type, { compilerOptions, ...sources } = {}) {
  await writeJson(join(folder, 'package.json'), { type });
  await writeJson(join(folder, 'tsconfig.json'), {
    compilerOptions: {
      target: 'ES2022',
      module: 'NodeNext',
      strict: true,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      types: ['node'],
      ...compilerOptions,
    },
    ...sources,
  });
}

/** Compiles the application and the check of the public types, by the library's own compiler. Fails with its messages. */
export async function compile(folder) {
  await run(process.execPath, [tsc, '-p', folder]).catch(error => {
    throw new Error(error.stdout || error.message);
  });
}

/** @param packages specifiers, and npm's own switches */
export async function npmInstall(prefix, manifest, packages) {
  await mkdir(prefix, { recursive: true });
  await writeJson(join(prefix, 'package.json'), { private: true, ...manifest });
  const args = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error', ...packages];
  await run('npm', args, { cwd: prefix });
}

async function writeJson(path, value) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify(value, null, 2));
}
