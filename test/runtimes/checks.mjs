// The checks of each runtime: they start an application, and verify its output.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lossesOf } from '../consumer/losses.mjs';
import { runApp } from './run-app.mjs';

const NO_SAMPLES = /^CPU sampling is not possible, reports name spans but no functions: /;

/** Checks by name. Each receives the command of the runtime and the folder of the applications. */
export const EVERY_NODE = {
  'samples without obstacles': async run => {
    const { report, warnings, stderr, found } = await run('once.mjs');
    assert.equal(found('page'), true, 'a whole page');
    assert.deepEqual([warnings, stderr], [[], '']);
    assert.deepEqual(lossesOf(report.degraded), []);
    assert.ok(report.samples > 0, 'samples');
    assert.equal(report.kind, 'cpu');
  },
  '--cpu-prof': async (run, folder) =>
    noSamples(await run('once.mjs', { execArgv: ['--cpu-prof', dir(folder)] }), 'cpu-prof'),
  'coverage by Node': async (run, folder) => {
    const directory = mkdtempSync(join(folder, 'coverage-'));
    noSamples(await run('coverage.mjs', { env: { NODE_V8_COVERAGE: directory } }), 'NODE_V8_COVERAGE');
    const scripts = readdirSync(directory).flatMap(
      name => JSON.parse(readFileSync(join(directory, name), 'utf8')).result,
    );
    checkBlocks(scripts.find(({ url }) => url.endsWith('/covered.mjs')));
  },
  'coverage by a session in the process': async run => {
    const { report, found } = await run('coverage.mjs');
    assert.ok(report.samples > 0, 'samples');
    checkBlocks(found('coverage'));
  },
  '--inspect': async run => {
    const { report, warnings, found } = await run('front-end.mjs', { execArgv: ['--inspect=127.0.0.1:0'] });
    assert.equal(found('profiles'), 0);
    assert.match(warnings.join('\n'), /^CPU sampling pauses while the inspector is open[^\n]*$/);
    assert.match(lossesOf(report.degraded).join('\n'), /^No CPU samples while the inspector was open[^\n]*$/);
  },
  'applications one after another': async run => {
    const { found } = await run('restarts.mjs', { execArgv: ['--expose-gc'] });
    assert.deepEqual(found('restarts'), { sessions: 1, starts: 1, alive: 0 });
  },
  'a blocked event loop': async run => {
    const { found, stderr } = await run('blocked.mjs');
    assert.equal(found('answer'), '200 reported');
    assert.deepEqual(found('blocked'), { name: 'GET /hold', stuck: true, subject: 'waitForReport' });
    assert.equal(found('notified'), true);
    assert.match(stderr, /^\[Nest\] [^\n]* WARN \[PerformanceMonitor\] Stuck: GET \/hold [^\n]*\n$/);
  },
  'a process that is killed while a handler never ends': async run => {
    const { found } = await run('killed.mjs');
    const left = { signal: 'SIGKILL', name: 'GET /hold', stuck: true, subject: 'waitForEver' };
    assert.deepEqual(found('killed'), [left, left]);
  },
  '@fastify/under-pressure': async run => {
    const { report, warnings } = await run('shedding.mjs');
    assert.match(warnings.join('\n'), /^No CPU samples: @fastify\/under-pressure [^\n]*$/);
    assert.equal(report.samples, 0);
  },
};

/** Node 24 and later. */
export const NEWER_NODE = {
  '--cpu-prof in NODE_OPTIONS': async (run, folder) =>
    noSamples(await run('once.mjs', { env: { NODE_OPTIONS: `--cpu-prof ${dir(folder)}` } }), 'cpu-prof'),
  '--cpu-prof in a configuration file': async (run, folder) => {
    const file = join(folder, 'node.config.json');
    writeFileSync(
      file,
      JSON.stringify({ nodeOptions: { 'cpu-prof': true, 'cpu-prof-dir': join(folder, 'profiles') } }),
    );
    noSamples(await run('once.mjs', { execArgv: [`--experimental-config-file=${file}`] }), 'cpu-prof in ');
  },
  '--permission-audit': async run =>
    noSamples(
      await run('once.mjs', { execArgv: ['--permission-audit'] }),
      'no inspector, which --permission-audit disables',
    ),
  '--permission': async (run, folder, major) => {
    const execArgv = ['--permission', '--allow-fs-read=*', '--allow-fs-write=*', '--allow-worker'];
    if (major >= 26) execArgv.push('--allow-net');
    noSamples(await run('once.mjs', { execArgv }), '--allow-inspector');
  },
};

/** Node 26 and later. */
export const NEWEST_NODE = {
  'statements of node:sqlite': async run => {
    const { found } = await run('sqlite.mjs');
    const sums = found('operations').find(({ label }) => label.startsWith('with recursive'));
    assert.equal(sums.calls, 5);
    assert.deepEqual([sums.on, sums.system, sums.peer], ['database', 'sqlite', ':memory:']);
    assert.ok(!JSON.stringify(found('operations')).includes('geheim'), 'no value');
    assert.deepEqual(found('verdict'), ['cpu', []]);
  },
};

/** Versions and runtimes without hooks of the event loop. */
export const TIMES_ONLY = {
  'times only': async (run, _folder, _major, what) => {
    const { report, warnings, found } = await run('once.mjs');
    assert.equal(found('page'), true, 'a whole page');
    assert.match(warnings.join('\n'), new RegExp(`^${what}[^\\n]* Executions are timed, [^\\n]*$`));
    assert.match(lossesOf(report.degraded).join('\n'), new RegExp(`^${what}[^\\n]*$`));
    assert.equal(report.samples, 0);
    assert.equal(report.kind, 'unexplained');
    assert.ok(report.ms >= 290, `${report.ms} ms`);
  },
};

export function runnerOf(command, folder) {
  return (app, options) => runApp(command, join(folder, app), options);
}

function noSamples({ report, warnings, stderr }, why) {
  assert.equal(warnings.length, 1, warnings.join('\n'));
  assert.match(warnings[0], NO_SAMPLES);
  assert.ok(warnings[0].includes(why), warnings[0]);
  assert.equal(report.samples, 0);
  assert.equal(report.kind, 'cpu');
  assert.match(lossesOf(report.degraded).join('\n'), /^No CPU samples: [^\n]*$/);
  assert.doesNotMatch(stderr, /consoleProfile/);
}

/** Without block coverage, a branch that never ran has no range. */
function checkBlocks({ functions }) {
  for (const name of ['before', 'after']) {
    const { isBlockCoverage, ranges } = functions.find(({ functionName }) => functionName === name);
    assert.deepEqual(
      { name, isBlockCoverage, counts: ranges.map(({ count }) => count) },
      { name, isBlockCoverage: true, counts: [1, 0] },
    );
  }
}

function dir(folder) {
  return `--cpu-prof-dir=${join(folder, 'profiles')}`;
}
