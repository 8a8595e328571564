// npm run test:package [-- NAME …]: packs the package once, then installs, bundles, compiles and runs it like its users.
// NAME is a part of a spec file's name.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pack } from '../consumer/pack.mjs';

/** Each waits for the registry half of the time. */
const AT_A_TIME = 3;

const here = fileURLToPath(new URL('.', import.meta.url));
const names = process.argv.slice(2);
const isWanted = file => names.length === 0 || names.some(name => file.includes(name));
const specs = readdirSync(here).filter(file => file.endsWith('.spec.mjs') && isWanted(file));

const temporary = mkdtempSync(join(tmpdir(), 'performance-monitor-package-'));
try {
  const env = { ...process.env, PACKED: JSON.stringify(await pack(temporary)), TMPDIR: temporary };
  const args = ['--test', '--test-reporter=spec', `--test-concurrency=${AT_A_TIME}`];
  const tests = spawn(process.execPath, [...args, ...specs.map(spec => join(here, spec))], { env, stdio: 'inherit' });
  process.exitCode = await new Promise(resolve => tests.once('close', code => resolve(code ?? 1)));
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
