// Runs one application on one platform, with or without the monitor, in its own process. Returns its record.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The process watches itself. This limit is for a process that hangs. */
const DEADLINE_MS = 90_000;

export async function runOnce({ node, home, app, adapter, mode, env }) {
  const name = `${app.name}-${adapter}-${mode}`;
  const recordFile = join(home, `${name}.json`);
  const preload = join(home, 'host', 'apps', `${app.name}.preload.js`);
  const args = existsSync(preload) ? ['--import', pathToFileURL(preload).href] : [];
  const reports = join(home, `${name}-reports`);
  for (const path of [recordFile, reports]) await rm(path, { recursive: true, force: true });
  const child = spawn(node, [...args, join(home, 'host', 'probe', 'host.js')], {
    cwd: home,
    env: {
      ...process.env,
      ...env,
      HOST_APP: app.name,
      HOST_ADAPTER: adapter,
      HOST_MODE: mode,
      HOST_RECORD: recordFile,
      HOST_REPORTS: reports,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: DEADLINE_MS,
    killSignal: 'SIGKILL',
  });
  let output = '';
  child.stdout.on('data', chunk => (output += chunk));
  child.stderr.on('data', chunk => (output += chunk));
  const code = await new Promise(resolve => child.once('close', (exitCode, signal) => resolve(exitCode ?? signal)));
  if (!existsSync(recordFile)) throw new Error(`${mode}: ended with ${code} and no record\n${output}`);
  return { ...JSON.parse(await readFile(recordFile, 'utf8')), output: lines(output) };
}

/** Lines that packages print on a busy machine, with the monitor and without it. */
const CHANCE = /^\[Cron\] Missed execution deadline/;

/** Removes process ids, which differ, and sorts the lines. */
function lines(output) {
  return output
    .split('\n')
    .map(line => line.replaceAll(/\(node:\d+\)/g, '(node)').trimEnd())
    .filter(line => line !== '' && !CHANCE.test(line))
    .sort();
}
