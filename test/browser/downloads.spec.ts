import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { REPORT_FORMATS } from '../../lib/model/report-formats.js';
import { OverheadMeter } from '../../lib/overhead/overhead-meter.js';
import { OwnWork } from '../../lib/overhead/own-work.js';
import { ReportRenderer } from '../../lib/report/report-renderer.js';
import { hostileReport } from '../fixtures/reports/hostile.report.js';
import { nPlusOneReport } from '../fixtures/reports/n-plus-one.report.js';
import { launchChromium } from './chromium.js';
import { type OpenedReport, openReport } from './opened-report.js';

const BUTTONS = {
  json: 'JSON',
  markdown: 'Markdown',
  speedscope: 'speedscope',
  trace: 'Trace (DevTools, Perfetto)',
  cpuprofile: 'CPU profile',
  pprof: 'pprof',
} as const;
type Format = keyof typeof BUTTONS;

const renderer = new ReportRenderer(new OwnWork(new OverheadMeter()));

let browser: Browser;
let opened: OpenedReport;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());
afterEach(() => opened?.close());

describe('the downloads of a page', () => {
  it.each([nPlusOneReport, hostileReport])('are the files that the monitor writes (%p)', async make => {
    const report = make();
    opened = await openReport(browser, report);
    const { page } = opened;
    for (const format of Object.keys(BUTTONS) as Format[]) {
      const begun = page.waitForEvent('download');
      await page.getByRole('button', { name: BUTTONS[format], exact: true }).click();
      const download = await begun;
      expect(download.suggestedFilename()).toBe(`${report.id}.${REPORT_FORMATS[format].extension}`);
      const bytes = await readFile(await download.path());
      const expected = await renderer.render(report, format);
      // Two compressors may write different bytes.
      const [found, wanted] = [bytes, expected].map(file => (format === 'pprof' ? gunzipSync(file) : file));
      expect(Buffer.compare(found ?? Buffer.of(), wanted ?? Buffer.of())).toBe(0);
    }
    expect(opened.incidents).toEqual([]);
    expect(opened.requests.filter(address => !address.startsWith('blob:'))).toEqual([]);
  });
});
