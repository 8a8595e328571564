import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { capSizeReport } from '../fixtures/reports/cap-size.report.js';
import { nPlusOneReport } from '../fixtures/reports/n-plus-one.report.js';
import { launchChromium } from './chromium.js';
import { hasCount } from './counts.js';
import { type OpenedReport, openReport } from './opened-report.js';

/** The width of a sheet of A4 within its margins, in pixels of CSS. */
const SHEET = { width: 703, height: 1_010 };

let browser: Browser;
let opened: OpenedReport;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());
afterEach(() => opened?.close());

describe('a printed report', () => {
  it('has no scrolled boxes and no controls, and keeps all columns', async () => {
    opened = await openReport(browser, nPlusOneReport(), { viewport: SHEET });
    const { page } = opened;
    await page.emulateMedia({ media: 'print' });
    const tree = page.getByRole('treegrid');
    for (const title of ['Total', 'Self', 'Share', 'Count'])
      expect(await tree.getByRole('columnheader', { name: title }).isVisible()).toBe(true);
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Expand all' }).isVisible()).toBe(false);
    const scrolled = `[...document.querySelectorAll('.grid')].filter(box => box.scrollHeight > box.clientHeight + 1).length`;
    expect(await page.evaluate(scrolled)).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(SHEET.width);
    expect(opened.incidents).toEqual([]);
  });

  it('has all rows of a long list, one below another, and gives them up afterwards', async () => {
    opened = await openReport(browser, capSizeReport(), { viewport: SHEET });
    const { page } = opened;
    await page.getByRole('button', { name: 'Expand all' }).click();
    const rows = page.getByRole('treegrid').locator('.grid-body [role=row]');
    const onScreen = await rows.count();
    await page.emulateMedia({ media: 'print' });
    await hasCount(rows, 400);
    const tops = await rows.evaluateAll(found => found.map(row => (row as unknown as Box).getBoundingClientRect().top));
    expect(tops.every((top, index) => index === 0 || top > (tops[index - 1] ?? Infinity))).toBe(true);
    await page.emulateMedia({ media: null });
    await hasCount(rows, onScreen);
    expect(opened.incidents).toEqual([]);
  });

  it('keeps the names in the table of functions, which are buttons on the screen', async () => {
    opened = await openReport(browser, nPlusOneReport(), { viewport: SHEET });
    const { page } = opened;
    await page.getByText('Functions', { exact: true }).click();
    await page.emulateMedia({ media: 'print' });
    const table = page.getByRole('region', { name: 'Call tree', exact: true }).getByRole('table');
    for (const name of ['discounts', 'Total'])
      expect(await table.getByText(name, { exact: true }).isVisible()).toBe(true);
  });

  it('becomes a document of several pages', async () => {
    opened = await openReport(browser, nPlusOneReport());
    const document = await opened.page.pdf({ format: 'A4' });
    expect(document.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    expect(document.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(1);
  });
});

interface Box {
  getBoundingClientRect(): { readonly top: number };
}
