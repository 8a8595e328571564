// Makes a folder for each Nest with its pinned packages, the packed library and the compiled applications.
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile, writeConfig } from '../consumer/compile.mjs';
import { npmInstall } from '../consumer/npm.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

export async function installHosts(folder, nest, tarball) {
  const home = join(folder, `nest-${nest}`);
  const manifest = JSON.parse(await readFile(join(here, `nest-${nest}`, 'package.json'), 'utf8'));
  // A kept folder has the library of an earlier run. npm would not replace it, because the version is the same.
  await rm(join(home, 'node_modules', 'nestjs-performance-monitor'), { recursive: true, force: true });
  await rm(join(home, 'node_modules', '.package-lock.json'), { force: true });
  // Conflicting peers and native parts do not matter here.
  await npmInstall(home, manifest, [tarball, '--legacy-peer-deps', '--ignore-scripts']);
  return home;
}

/** Compiles these applications only, with the library's own compiler. */
export async function compileHosts(home, apps) {
  const target = join(home, 'host');
  await mkdir(target, { recursive: true });
  for (const part of ['apps', 'parts', 'probe']) {
    await rm(join(target, part), { recursive: true, force: true });
    await cp(join(here, part), join(target, part), { recursive: true });
  }
  const files = apps.flatMap(({ name }) => [`apps/${name}.ts`, `apps/${name}.preload.ts`]);
  await writeConfig(target, 'module', {
    compilerOptions: { skipLibCheck: true },
    files: ['probe/host.ts', ...files.filter(file => existsSync(join(target, file)))],
  });
  await compile(target);
}
