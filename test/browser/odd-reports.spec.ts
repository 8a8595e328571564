import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Report } from '../../lib/model/report.interface.js';
import { CAPS, capSizeReport, deepTree } from '../fixtures/reports/cap-size.report.js';
import { ENDLESS, HOSTILE, hostileReport } from '../fixtures/reports/hostile.report.js';
import { nPlusOneReport } from '../fixtures/reports/n-plus-one.report.js';
import { until } from '../support/until.js';
import { launchChromium } from './chromium.js';
import { hasCount } from './counts.js';
import { type OpenedReport, openHtml, openReport } from './opened-report.js';

/** Runs in the page: each click from outside would wait for the layout of a growing page. */
const SHOW_ALL = `(async () => {
  const more = () => [...document.querySelectorAll('button')].filter(each => each.textContent.startsWith('Show all'));
  for (let rounds = 0; rounds < 20 && more().length > 0; rounds += 1) {
    for (const button of more()) button.click();
    await new Promise(resolve => setTimeout(resolve));
  }
})()`;

let browser: Browser;
let opened: OpenedReport;

async function show(report: Report, options?: BrowserContextOptions): Promise<Page> {
  opened = await openReport(browser, report, options);
  return opened.page;
}

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());
afterEach(() => opened?.close());

describe('hostile texts', () => {
  it('are shown unchanged, and have no effect', async () => {
    const page = await show(hostileReport());
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(HOSTILE.script);
    expect(await page.title()).toBe(`1.84 s ${HOSTILE.script}`);
    const facts = await page.getByRole('region', { name: 'Facts' }).textContent();
    for (const text of Object.values(HOSTILE).filter(each => each !== HOSTILE.link)) {
      // Objects are shown as JSON.
      expect(facts).toContain(text);
    }
    expect(facts).toContain(HOSTILE.link);
    expect(await page.getByRole('treegrid').textContent()).toContain(HOSTILE.comment);
    expect(await page.locator('img, iframe, a, object, [onerror], [onmouseover]').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(2);
    expect(opened.incidents).toEqual([]);
    expect(opened.requests).toEqual([]);
  });

  it.each([1280, 360])('never push the page wider than %i px', async width => {
    const page = await show(hostileReport(), { viewport: { width, height: 800 } });
    await page.getByRole('button', { name: 'Expand all' }).click();
    await page.getByLabel('Show library frames').check();
    await page.evaluate(SHOW_ALL);
    await hasCount(page.getByRole('button', { name: 'Show all' }), 0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    const overflowing = `[...document.querySelectorAll('.card, .grid')].filter(box => box.scrollWidth > box.clientWidth)`;
    expect(await page.evaluate(`${overflowing}.map(box => box.className)`)).toEqual([]);
  });

  it('are shown completely on request', async () => {
    const page = await show(hostileReport());
    const facts = page.getByRole('region', { name: 'Facts' });
    expect(await facts.textContent()).not.toContain(ENDLESS);
    await facts.getByRole('button', { name: 'Show all 20,000 characters' }).first().click();
    await until(async () => (await facts.textContent())?.includes(ENDLESS) === true, 'the whole text');
  });
});

describe('the largest reports', () => {
  it('draw only the visible rows', async () => {
    const page = await show(capSizeReport());
    await page.getByLabel('Show library frames').check();
    await page.getByRole('button', { name: 'Expand all' }).click();
    const tree = page.getByRole('treegrid');
    await page.locator(`[role=treegrid][aria-rowcount="${CAPS.nodes + 1}"]`).waitFor();
    expect(await tree.getByRole('row').count()).toBeLessThan(80);
    await tree.focus();
    await page.keyboard.press('End');
    await tree.locator(`[aria-rowindex="${CAPS.nodes + 1}"][aria-selected=true]`).waitFor();

    const spans = page.getByRole('table', { name: 'Spans' });
    expect(await spans.getAttribute('aria-rowcount')).toBe(String(CAPS.spans + 1));
    expect(await spans.getByRole('row').count()).toBeLessThan(80);
    expect(opened.incidents).toEqual([]);
  });

  it('may have a tree as deep as its number of nodes', async () => {
    const page = await show(capSizeReport(deepTree()));
    const tree = page.getByRole('treegrid');
    await tree.focus();
    await page.keyboard.press('End');
    await tree.locator(`[aria-level="${CAPS.nodes}"]`).waitFor();
    expect(opened.incidents).toEqual([]);
  });
});

describe('a page without a report', () => {
  it.each([
    ['damaged data', 'H4sIAAAAAAAAA6tWKkktLlGyUlAqS8wpTVWqBQ', /damaged or incomplete/],
    ['no data', '', /contains no report/],
  ])('shows a sentence: %s', async (_, data, sentence) => {
    const page = await show(nPlusOneReport());
    const html = (await page.content()).replace(
      /(id="report-data">)[^<]*/,
      (_match, opening: string) => opening + data,
    );
    await opened.close();
    opened = await openHtml(
      browser,
      html.replace(/<div id="app">[\s\S]*?(?=<script type="application)/, '<div id="app"></div>'),
    );
    expect(await opened.page.getByRole('alert').textContent()).toMatch(sentence);
  });

  it('shows a sentence when JavaScript is off', async () => {
    const page = await show(nPlusOneReport(), { javaScriptEnabled: false });
    expect(await page.locator('body').innerText()).toMatch(/browser that runs JavaScript/);
  });
});
