import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { PerformanceMonitorService } from 'nestjs-performance-monitor';

describe('the settings of the sample', () => {
  let app;
  let url;
  let reports;

  before(async () => {
    reports = await mkdtemp(join(tmpdir(), 'sample-configuration-'));
    // What is in the environment already has precedence over the .env file.
    process.env.REPORTS_DIRECTORY = reports;
    const { AppModule } = await import('../dist/app.module.js');
    app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });

  after(async () => {
    await app?.close();
    await rm(reports, { recursive: true, force: true });
  });

  async function admin(method, path = '', body = undefined, token = 'let-me-in') {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}/admin/monitor${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  }

  async function reportsOf(path) {
    assert.equal((await fetch(`${url}${path}`)).status, 200);
    await app.get(PerformanceMonitorService).flush('10s');
    return (await readdir(reports)).filter(name => name.endsWith('.json') && name.includes('_http_')).length;
  }

  it('come from code, .env, file and default, in this precedence', async () => {
    const { body } = await admin('GET');
    assert.deepEqual(body['localFile.outputDir'], { value: reports, source: 'code' });
    assert.deepEqual(body.threshold, { value: 500, source: 'WPM_THRESHOLD_SECONDS' });
    assert.deepEqual(body.exclude, { value: ['^/health'], source: 'WPM_URL_BLACKLIST' });
    assert.deepEqual(body['localFile.formats'].value, ['html', 'json']);
    assert.match(body['localFile.formats'].source, /config.monitor\.json:4$/);
    assert.equal(body['recorder.samplingInterval'].value, 5);
    assert.deepEqual(body.alertWindow, { value: 864_000_000, source: 'default' });
  });

  it('are shown to nobody without the token', async () => {
    assert.equal((await admin('GET', '', undefined, 'wrong')).status, 403);
  });

  it('are not changed by a patch with a fault in it', async () => {
    assert.equal(await reportsOf('/orders/1'), 0);
    const { status, body } = await admin('PATCH', '', {
      threshold: '100ms',
      alertWindow: '10 days',
      recorder: { cpu: false },
    });
    assert.equal(status, 400);
    assert.match(body.message.join('\n'), /recorder\.cpu cannot be changed at run time/);
    assert.match(body.message.join('\n'), /alertWindow must be a duration: .*did you mean '10d'/);
    assert.equal((await admin('GET')).body.threshold.value, 500);
  });

  it('change for the next request', async () => {
    const { status, body } = await admin('PATCH', '', { threshold: '100ms' });
    assert.equal(status, 200);
    assert.deepEqual(body.threshold, { value: 100, source: 'updateOptions' });
    assert.deepEqual((await admin('POST', '/exclusions', { pattern: '^/orders/1$' })).body, { changed: true });
    assert.equal((await admin('POST', '/exclusions', { pattern: '(' })).status, 400);
    assert.equal(await reportsOf('/orders/1'), 0, 'excluded at run time');
    assert.equal(await reportsOf('/health'), 0, 'excluded by .env');
    assert.equal(await reportsOf('/export'), 0, 'a threshold of its own');
    assert.deepEqual((await admin('DELETE', '/exclusions', { pattern: '^/orders/1$' })).body, { changed: true });
    assert.equal(await reportsOf('/orders/1'), 1);
  });
});
