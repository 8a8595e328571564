// Installs packages and Node binaries into a folder, with npm.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const NPM_INSTALL = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];

/** @param packages specifiers, and options of npm */
export async function npmInstall(folder, manifest, packages) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, ...manifest }, null, 2));
  await addPackages(folder, packages);
}

/** Adds packages to a folder that has some. */
export async function addPackages(folder, packages) {
  await promisify(execFile)('npm', [...NPM_INSTALL, ...packages], { cwd: folder });
}

/** The path of a Node of this major version: the running one, or one from the registry. */
export async function nodeBinary(folder, version) {
  if (process.versions.node.startsWith(`${version}.`)) return process.execPath;
  const prefix = join(folder, `node-${version}`);
  const name = `${process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'}-${process.platform}-${process.arch}`;
  await npmInstall(prefix, {}, [`${name}@${version}`]);
  return join(prefix, 'node_modules', name, 'bin', 'node');
}
