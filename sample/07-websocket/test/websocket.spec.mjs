import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const DEMO = fileURLToPath(new URL('../dist/demo.js', import.meta.url));

describe('messages to a gateway', () => {
  let reports;
  let output;
  let found;

  before(async () => {
    reports = await mkdtemp(join(tmpdir(), 'sample-websocket-'));
    const { stdout } = await promisify(execFile)(process.execPath, [DEMO], {
      env: { ...process.env, REPORTS: reports, WPM_RECORDER_CPU: 'true', NO_COLOR: '1' },
    });
    output = stdout;
    const names = (await readdir(reports)).filter(name => name.endsWith('.json'));
    found = await Promise.all(names.map(async name => JSON.parse(await readFile(join(reports, name), 'utf8'))));
  });
  after(() => rm(reports, { recursive: true, force: true }));

  it('are executions of their own, with the method that waited', () => {
    assert.match(output, /\{"event":"orders\.checked","data":23\}/);
    const report = found.find(({ execution }) => execution.name === 'ws orders.check');
    assert.equal(report.execution.kind, 'ws');
    assert.match(report.verdict.headline, /^5 pauses .* in StockService\.of took /);
  });

  it('that go on for as long as their client stays raise no alert', () => {
    assert.equal(
      found.some(({ execution }) => execution.name === 'ws orders.watch'),
      false,
    );
  });
});
