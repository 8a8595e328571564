import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { Report, ReportFormat } from '../../lib/model/report.interface.js';
import { capSizeReport } from '../fixtures/reports/cap-size.report.js';
import { hostileReport } from '../fixtures/reports/hostile.report.js';
import { nPlusOneReport } from '../fixtures/reports/n-plus-one.report.js';
import { parallelReport } from '../fixtures/reports/parallel.report.js';
import { launchChromium } from './chromium.js';
import { exported } from './exported.js';

const app = pathToFileURL(createRequire(import.meta.url).resolve('speedscope/dist/release/index.html')).href;

/** The app's own importer, with a file as its command line gives it one. */
describe('speedscope', () => {
  let browser: Browser;
  let directory: string;
  beforeAll(async () => {
    browser = await launchChromium();
    directory = await mkdtemp(join(tmpdir(), 'speedscope-'));
  });
  afterAll(async () => {
    await browser.close();
    await rm(directory, { recursive: true, force: true });
  });

  async function titleOf(report: Report, format: ReportFormat, name: string): Promise<string> {
    const script = join(directory, `${name}.js`);
    await writeFile(
      script,
      `speedscope.loadFileFromBase64(${JSON.stringify(name)}, ${JSON.stringify(await exported(report, format))})`,
    );
    const page = await browser.newPage();
    try {
      const faults: string[] = [];
      page.on('console', message => faults.push(message.text()));
      page.on('pageerror', error => faults.push(error.message));
      await page.goto(`${app}#localProfilePath=${encodeURIComponent(script)}`);
      // The app names the opened profile in its title, and logs a file that it refuses.
      const deadline = Date.now() + 100_000;
      const isOver = (title: string) => title.endsWith(' - speedscope') || faults.some(text => /failed/i.test(text));
      let title = await page.title();
      while (!isOver(title) && Date.now() < deadline) {
        await page.waitForTimeout(50);
        title = await page.title();
      }
      return [title, ...faults.filter(fault => /fail|error|warn/i.test(fault))].join('; ');
    } finally {
      await page.close();
    }
  }

  it.each<[string, Report]>([
    ['GET /orders/:id', nPlusOneReport()],
    ['GET /offers', parallelReport()],
    ['GET /orders/:id', capSizeReport()],
    ['</script><img src=x onerror=alert(1)>', hostileReport()],
  ])('opens the speedscope file of %s', async (name, report) => {
    expect(await titleOf(report, 'speedscope', 'report.speedscope.json')).toBe(`${name} - speedscope`);
  });

  it.each<[ReportFormat, string]>([
    ['cpuprofile', 'report.cpuprofile'],
    ['trace', 'report.trace.json'],
    ['pprof', 'report.pb.gz'],
  ])('opens %s', async (format, name) => {
    expect(await titleOf(parallelReport(), format, name)).toMatch(/ - speedscope$/);
  });
});
