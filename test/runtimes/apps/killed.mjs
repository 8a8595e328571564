// Starts an application in a process of its own, with a handler that never ends. Kills it as an orchestrator would, and prints
// the report that it leaves. Once as an ES module, and once as a CommonJS module.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LONGEST_MS = 50_000;

async function until(condition) {
  const end = Date.now() + LONGEST_MS;
  while (!condition() && Date.now() < end) await new Promise(resolve => setTimeout(resolve, 50));
}

function reportsIn(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter(name => name.endsWith('.json'))
    .flatMap(name => {
      const document = JSON.parse(readFileSync(join(directory, name), 'utf8'));
      return document.schemaVersion === 1 ? [document] : [];
    });
}

async function killed(app) {
  const outputDir = join(mkdtempSync(join(tmpdir(), 'reports-')), 'reports');
  const script = fileURLToPath(new URL(app, import.meta.url));
  const child = spawn(process.execPath, [script], { env: { ...process.env, REPORTS: outputDir }, stdio: 'ignore' });
  const exited = once(child, 'exit');
  await until(() => reportsIn(outputDir).length > 0);
  child.kill('SIGKILL');
  const [, signal] = await exited;
  const [{ execution, verdict } = {}] = reportsIn(outputDir);
  return { signal, name: execution?.name, stuck: execution?.stuck, subject: verdict?.subject };
}

const results = await Promise.all(['killed-app.mjs', 'killed-app.cjs'].map(killed));
console.log(`killed ${JSON.stringify(results)}`);
console.log('closed');
