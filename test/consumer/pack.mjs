// Packs the library for the scripts that install it like its users.
import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Packs `dist` unchanged. Returns the path of the tarball, and the paths of its files. */
export async function pack(folder) {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: root });
  const [{ filename, files }] = JSON.parse(stdout);
  return { tarball: join(folder, filename), files: files.map(file => file.path) };
}

/** The tarball that `test/package/run.mjs` packed for all specs. A spec that runs alone packs its own. */
export async function packed() {
  const { PACKED } = process.env;
  return PACKED === undefined ? pack(mkdtempSync(join(tmpdir(), 'performance-monitor-package-'))) : JSON.parse(PACKED);
}
