import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const DEMO = fileURLToPath(new URL('../dist/demo.js', import.meta.url));

describe('a process in production', () => {
  let reports;
  let output;

  before(async () => {
    reports = await mkdtemp(join(tmpdir(), 'sample-production-'));
    const { stdout } = await promisify(execFile)(process.execPath, [DEMO], {
      env: { ...process.env, WPM_LOCAL_OUTPUT_DIR: reports, WPM_RECORDER_CPU: 'true', NO_COLOR: '1' },
    });
    output = stdout;
  });
  after(() => rm(reports, { recursive: true, force: true }));

  it('answers its probe and its metrics, which raise no alert', () => {
    assert.match(output, /^ready: \{"status":"ok",.+"eventLoopUtilization":/m);
    assert.match(output, /^metrics: nestjs_performance_slow_executions_total\{kind="http"\} 1$/m);
    assert.doesNotMatch(output, /^chat: GET \/(ready|metrics)/m);
  });

  it('sends its last alert before it ends', () => {
    assert.match(output, /^chat: GET \/revenue: .+OrdersController\.revenue/m);
    assert.match(output, /^SIGTERM: (SIGTERM|0|143)$/m);
  });

  it('links to its reports', () => {
    assert.match(output, /https:\/\/reports\.example\.com\/orders\/\S+\.html/);
  });

  it('reports the code that holds its event loop before it is killed', () => {
    assert.match(output, /^SIGKILL: SIGKILL$/m);
    assert.match(output, /^chat: GET \/export: .+renderUntilDone \(orders\.controller\.ts:\d+\)/m);
  });
});
