import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const DEMO = fileURLToPath(new URL('../dist/demo.js', import.meta.url));

describe('jobs of BullMQ', () => {
  let reports;
  let output;
  const found = new Map();

  before(async () => {
    reports = await mkdtemp(join(tmpdir(), 'sample-bullmq-'));
    const { stdout } = await promisify(execFile)(process.execPath, [DEMO], {
      env: { ...process.env, REPORTS: reports, WPM_RECORDER_CPU: 'true', NO_COLOR: '1' },
    });
    output = stdout;
    for (const name of (await readdir(reports)).filter(each => each.endsWith('.json'))) {
      const report = JSON.parse(await readFile(join(reports, name), 'utf8'));
      found.set(report.execution.name, report);
    }
  });
  after(() => rm(reports, { recursive: true, force: true }));

  it('are reported when they are slow, with the method that waited', () => {
    const { execution, verdict } = found.get('job mail/newsletter');
    assert.equal(execution.kind, 'queue');
    assert.match(verdict.headline, /MailProcessor\.(render|process)/);
  });

  it('are reported when they waited too long in their queue, although they are fast', () => {
    const { execution, verdict } = found.get('job mail/welcome');
    assert.equal(verdict.kind, 'queued');
    assert.ok(execution.durationMs < 200);
    assert.ok(verdict.ms >= 200);
  });

  it('keep their outcomes', () => {
    assert.match(output, /newsletter: sent\nwelcome: sent\nbounced: Error: the address does not exist/);
  });
});
