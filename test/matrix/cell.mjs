// One cell: starts the application on one Node, sends requests, ends it and checks its output.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const DEADLINE_MS = 20_000;

/** Rejects with the fault. */
export async function runCell({ node, folder, adapter }) {
  const reports = await mkdtemp(join(folder, 'reports-'));
  const app = start(node, join(folder, 'app.js'), { ADAPTER: adapter, REPORTS: reports });
  try {
    const url = await until('the application to listen', () => /listening (\S+)/.exec(app.output())?.[1], app);
    for (const path of ['fast', 'cpu/1', 'cpu/2', 'wait', 'wait', 'fast']) {
      const response = await fetch(`${url}/${path}`);
      assert.equal(response.status, 200, `GET /${path}`);
      await response.text();
    }
    await until('two reports', async () => (await readReports(reports)).length >= 2, app);
    app.end();
    const exitCode = await until('the process to end by itself', () => app.exitCode(), app);
    assert.equal(exitCode, 0, `exit code\n${app.output()}`);
    assert.match(app.output(), /closed/, 'app.close() ends');
    check(await readReports(reports));
    assert.equal((await readdir(reports)).filter(name => name.endsWith('.html')).length, 2, 'HTML files');
  } finally {
    app.kill();
  }
}

function check(reports) {
  const names = reports.map(report => report.execution.name).sort();
  assert.deepEqual(names, ['GET /cpu/:id', 'GET /wait'], 'one report for each slow route, none for the fast one');
  const [cpu, wait] = names.map(name => reports.find(report => report.execution.name === name));
  assert.equal(cpu.verdict.kind, 'cpu', summaryOf(cpu));
  assert.match(cpu.verdict.subject, /burnOnPurpose/);
  assert.equal(wait.verdict.kind, 'timer', summaryOf(wait));
  assert.match(wait.verdict.subject, /SlowService\.waitOnPurpose/);
  for (const { execution, accounting } of [cpu, wait]) {
    const { cpuMs, gcMs, blockedMs, starvedMs, clientMs, unexplainedMs, waiting, durationMs } = accounting;
    const sum =
      cpuMs + gcMs + blockedMs + starvedMs + clientMs + unexplainedMs + waiting.reduce((ms, one) => ms + one.ms, 0);
    const off = Math.abs(sum - durationMs);
    assert.ok(
      off <= Math.max(1, durationMs / 100),
      `${execution.name}: the parts differ from ${durationMs} ms by ${off} ms`,
    );
    assert.ok(durationMs >= 390, `${execution.name}: took ${durationMs} ms`);
  }
}

function summaryOf({ verdict, accounting, monitor }) {
  return `${verdict.headline}\n${JSON.stringify({ accounting, monitor })}`;
}

/** The complete JSON reports in the folder, without the monitor's other files. */
async function readReports(folder) {
  const files = (await readdir(folder)).filter(name => name.endsWith('.json'));
  const documents = await Promise.all(files.map(name => readFile(join(folder, name), 'utf8')));
  return documents.flatMap(text => {
    try {
      const document = JSON.parse(text);
      return document.schemaVersion === 1 ? [document] : [];
    } catch {
      return [];
    }
  });
}

function start(node, script, env) {
  const child = spawn(node, [script], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let exitCode;
  child.stdout.on('data', chunk => (output += chunk));
  child.stderr.on('data', chunk => (output += chunk));
  child.once('close', (code, signal) => (exitCode = code ?? signal));
  return {
    output: () => output,
    exitCode: () => exitCode,
    end: () => child.kill('SIGTERM'),
    kill: () => exitCode === undefined && child.kill('SIGKILL'),
  };
}

/** Polls until the probe returns a value, or until the application ends too early. */
async function until(what, probe, app) {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    const ended = app.exitCode() !== undefined;
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (ended) throw new Error(`the application ended before ${what}\n${app.output()}`);
    if (performance.now() > deadline) throw new Error(`waited ${DEADLINE_MS} ms for ${what}\n${app.output()}`);
    await sleep(50);
  }
}
