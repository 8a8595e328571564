// What is installed by npm into a folder of its own: packages, and Node binaries.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const NPM_INSTALL = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];

/** @param packages specifiers, and npm's own switches */
export async function npmInstall(folder, manifest, packages) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, ...manifest }, null, 2));
  await addPackages(folder, packages);
}

/** Beside what is installed there already. */
export async function addPackages(folder, packages) {
  await promisify(execFile)('npm', [...NPM_INSTALL, ...packages], { cwd: folder });
}

/** The path of a Node of that version: the running one where its major version is asked for, or one from the registry. */
export async function nodeBinary(folder, version) {
  if (process.versions.node.startsWith(`${version}.`)) return process.execPath;
  const prefix = join(folder, `node-${version}`);
  const name = `${process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'}-${process.platform}-${process.arch}`;
  await npmInstall(prefix, {}, [`${name}@${version}`]);
  return join(prefix, 'node_modules', name, 'bin', 'node');
}
