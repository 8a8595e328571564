import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { ReportRenderer } from '../../lib/report/report-renderer.js';
import type { Report } from '../../lib/model/report.interface.js';
import { OverheadMeter } from '../../lib/overhead/overhead-meter.js';
import { OwnWork } from '../../lib/overhead/own-work.js';

/** A report file in a browser, with everything that must not happen there. */
export interface OpenedReport {
  readonly page: Page;
  /** Requests except for the file itself. */
  readonly requests: readonly string[];
  /** Errors, policy violations, console output and dialogs. */
  readonly incidents: readonly string[];
  close(): Promise<void>;
}

export async function openReport(
  browser: Browser,
  report: Report,
  options?: BrowserContextOptions,
): Promise<OpenedReport> {
  return openHtml(browser, await new ReportRenderer(new OwnWork(new OverheadMeter())).render(report, 'html'), options);
}

export async function openHtml(
  browser: Browser,
  html: Uint8Array | string,
  options: BrowserContextOptions = {},
): Promise<OpenedReport> {
  const directory = await mkdtemp(join(tmpdir(), 'report-'));
  const file = join(directory, 'report.html');
  await writeFile(file, html);
  const address = pathToFileURL(file).href;

  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  // The machine may be busy.
  context.setDefaultTimeout(100_000);
  const page = await context.newPage();
  const requests: string[] = [];
  const incidents: string[] = [];
  page.on('request', request => request.url() !== address && requests.push(request.url()));
  page.on('console', message => incidents.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', error => incidents.push(error.message));
  page.on('dialog', dialog => {
    incidents.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.addInitScript(
    `addEventListener('securitypolicyviolation', event => console.error('violation', event.violatedDirective))`,
  );
  await page.goto(address);
  // The page decodes the report after it has loaded.
  if (options.javaScriptEnabled !== false) await page.locator('main').waitFor();
  return {
    page,
    requests,
    incidents,
    close: async () => {
      await context.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
