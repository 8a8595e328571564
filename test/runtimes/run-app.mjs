// Runs an application to its end, and sorts its output.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const DEADLINE_MS = 60_000;

/** Rejects if the application fails or does not end by itself. */
export async function runApp(command, app, { execArgv = [], env = {} } = {}) {
  const [program, ...args] = [...command, ...execArgv, app];
  // Variables of a surrounding test runner must not reach the application.
  const { NODE_TEST_CONTEXT: _context, NODE_OPTIONS: _options, ...outer } = process.env;
  const { stdout, stderr } = await run(program, args, {
    cwd: dirname(app),
    timeout: DEADLINE_MS,
    maxBuffer: 64 * 1_024 * 1_024,
    env: { ...outer, ...env },
  });
  const lines = stdout.split('\n');
  const found = key => {
    const line = lines.find(each => each.startsWith(`${key} `));
    return line && JSON.parse(line.slice(key.length + 1));
  };
  assert.equal(lines.at(-2), 'closed', stdout + stderr);
  assert.deepEqual(
    lines.filter(line => line.startsWith('error ')),
    [],
  );
  const report = found('report');
  if (report !== undefined) {
    assert.ok(lines.includes('answers 200 fast, 200 slow'), stdout);
    assert.equal(report.name, 'GET /slow');
  }
  const warnings = lines.filter(line => line.startsWith('warn ')).map(line => line.slice(5));
  return { report, warnings, stderr, found };
}
