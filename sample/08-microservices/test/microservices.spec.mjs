import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const DEMO = fileURLToPath(new URL('../dist/demo.js', import.meta.url));
const NAMES = {
  tcp: 'rpc quotes.tcp',
  grpc: 'rpc quotes.v1.Quotes/Find',
  redis: 'rpc quotes.redis',
  nats: 'rpc quotes.nats',
  mqtt: 'rpc quotes.mqtt',
  rabbitmq: 'rpc quotes.rabbitmq',
};

describe('messages to a microservice', () => {
  let reports;
  let used;
  const found = new Map();

  before(async () => {
    reports = await mkdtemp(join(tmpdir(), 'sample-microservices-'));
    const { stdout } = await promisify(execFile)(process.execPath, [DEMO], {
      env: { ...process.env, REPORTS: reports, WPM_RECORDER_CPU: 'true', NO_COLOR: '1' },
    });
    used = [...stdout.matchAll(/^(\w+): \d+ cents$/gm)].map(([, name]) => name);
    for (const name of (await readdir(reports)).filter(each => each.endsWith('.json'))) {
      const report = JSON.parse(await readFile(join(reports, name), 'utf8'));
      found.set(report.execution.name, report);
    }
  });
  after(() => rm(reports, { recursive: true, force: true }));

  it('use TCP and gRPC everywhere, and all brokers in CI', () => {
    assert.deepEqual(used, process.env.CI ? Object.keys(NAMES) : used);
    assert.deepEqual(used.slice(0, 2), ['tcp', 'grpc']);
  });

  it('are reported by their patterns, with the method that waited', () => {
    assert.deepEqual([...found.keys()].sort(), used.map(name => NAMES[name]).sort());
    for (const { execution, verdict } of found.values()) {
      assert.equal(execution.kind, 'rpc');
      assert.match(verdict.headline, /CarriersService\.(ask|cheapest)/);
    }
  });
});
