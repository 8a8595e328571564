import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const DEMO = fileURLToPath(new URL('../dist/demo.js', import.meta.url));

describe('an application on Fastify', () => {
  let reports;
  const found = new Map();

  before(async () => {
    reports = await mkdtemp(join(tmpdir(), 'sample-fastify-'));
    await promisify(execFile)(process.execPath, [DEMO], {
      env: { ...process.env, REPORTS: reports, WPM_RECORDER_CPU: 'true', NO_COLOR: '1' },
    });
    for (const name of (await readdir(reports)).filter(each => each.endsWith('.json'))) {
      const report = JSON.parse(await readFile(join(reports, name), 'utf8'));
      found.set(report.execution.name, report);
    }
  });
  after(() => rm(reports, { recursive: true, force: true }));

  it('has a report for each version of a path', () => {
    for (const version of ['v1', 'v2'])
      assert.match(found.get(`GET /orders/:id (${version})`).verdict.headline, /in WarehouseService\.stockOf$/);
  });

  it('is not slow because a client is', () => {
    assert.equal(found.get('POST /orders (v1)').verdict.kind, 'slow-client');
  });
});
