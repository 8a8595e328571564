import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const DEMO = fileURLToPath(new URL('../dist/demo.js', import.meta.url));

describe('work that no request waits for', () => {
  let reports;
  let output;
  const found = new Map();

  before(async () => {
    reports = await mkdtemp(join(tmpdir(), 'sample-schedule-'));
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

  it('is reported by its kind and name', () => {
    assert.match(output, /November is closed/);
    const kinds = Object.fromEntries([...found].map(([name, { execution }]) => [name, execution.kind]));
    assert.equal(kinds['cron invoices'], 'cron');
    assert.equal(kinds['event order.created'], 'event');
    assert.equal(kinds['CloseMonthHandler.execute'], 'function');
  });

  it('is explained: the function that computed, and the method that waited', () => {
    assert.match(found.get('event order.created').verdict.headline, /riskOf \(orders\.listener\.ts:\d+\)/);
    assert.match(found.get('cron invoices').verdict.headline, /PdfService\.print/);
    assert.match(found.get('CloseMonthHandler.execute').verdict.headline, /PdfService\.print/);
  });

  it('is not reported below a threshold of its own', () => {
    assert.equal(found.has('cron InvoicesTasks.warmUp'), false);
    assert.match(output, /cron InvoicesTasks\.warmUp/);
  });
});
