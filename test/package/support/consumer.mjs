import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { NPM_INSTALL } from '../../consumer/npm.mjs';
import { packed } from '../../consumer/pack.mjs';

const APPS = fileURLToPath(new URL('../apps', import.meta.url));
const COMMAND_TIMEOUT_MS = 240_000;

/** Runs a command. Rejects with its output. Its environment has no sign of a test, because the monitor samples no tests. */
export async function run(command, args, options = {}) {
  const { NODE_TEST_CONTEXT: _, ...env } = { ...process.env, ...options.env };
  try {
    return await promisify(execFile)(command, args, { timeout: COMMAND_TIMEOUT_MS, ...options, env });
  } catch (error) {
    throw new Error(`${command} ${args.join(' ')}\n${error.message}\n${error.stdout}\n${error.stderr}`, {
      cause: error,
    });
  }
}

/** Nest, and the packages that every Nest application needs. */
export function nest(version, ...more) {
  return Object.fromEntries([
    ...['common', 'core', 'platform-express', ...more].map(name => [`@nestjs/${name}`, version]),
    ['reflect-metadata', '^0.2.2'],
    ['rxjs', '^7.8.2'],
  ]);
}

/**
 * Makes a folder with a `package.json` that lists the packages and the packed library, and with the applications of
 * `apps/`.
 */
export async function folderWith(dependencies, manifest = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'consumer-'));
  const { tarball } = await packed();
  const all = { ...dependencies, 'nestjs-performance-monitor': `file:${tarball}` };
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, ...manifest, dependencies: all }, null, 2),
  );
  cpSync(APPS, folder, { recursive: true });
  for (const format of ['cts', 'mts']) cpSync(join(APPS, 'types.ts'), join(folder, `types.${format}`));
  return folder;
}

/** Does the same, and installs the packages with npm. */
export async function installed(dependencies, { manifest, flags = [] } = {}) {
  const folder = await folderWith(dependencies, manifest);
  await run('npm', [...NPM_INSTALL, ...flags], { cwd: folder });
  return folder;
}
