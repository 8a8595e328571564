import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Report } from '../../lib/model/report.interface.js';
import { CAPS, capSizeReport } from '../fixtures/reports/cap-size.report.js';
import { eventLoopBlockedReport } from '../fixtures/reports/event-loop-blocked.report.js';
import { nPlusOneReport } from '../fixtures/reports/n-plus-one.report.js';
import { launchChromium } from './chromium.js';
import { type OpenedReport, openReport } from './opened-report.js';

let browser: Browser;
let opened: OpenedReport;

async function show(report: Report): Promise<Page> {
  opened = await openReport(browser, report);
  return opened.page;
}

function card(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title, exact: true });
}

/** The cells of a table's row, found by the row's header. */
async function cellsOf(table: Locator, header: string): Promise<string[]> {
  return table.getByRole('row', { name: header }).getByRole('cell').allInnerTexts();
}

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());
afterEach(() => opened?.close());

describe('a report in a browser', () => {
  it('shows verdict, figures and facts, loads nothing and violates no policy', async () => {
    const page = await show(nPlusOneReport());

    expect(await page.title()).toBe('1.84 s GET /orders/:id');
    const { headline } = nPlusOneReport().verdict;
    const verdict = card(page, headline);
    expect(await verdict.innerText()).toMatch(/Repeated I\/O · 240 times/);
    expect(await verdict.innerText()).toContain('src/orders/orders.repository.ts:42');
    expect(await verdict.innerText()).toContain('1.43 s of 1.84 s');
    expect(await card(page, 'Also found').innerText()).toContain('renderCsv');

    const accounting = card(page, 'Where the time went').getByRole('table');
    expect(await cellsOf(accounting, 'Own code')).toEqual(['', '241 ms', '13 %']);
    expect(await cellsOf(accounting, 'Garbage collection')).toEqual(['', '12 ms', '0.7 %']);
    expect(await cellsOf(accounting, 'Event loop blocked by others')).toEqual(['', '104 ms', '5.6 %']);
    expect(await cellsOf(accounting, 'Waiting: database 10.0.3.12:5432')).toEqual(['240', '1.43 s', '78 %']);
    expect(await cellsOf(accounting, 'Waiting for the client')).toEqual(['', '3.2 ms', '0.2 %']);
    expect(await cellsOf(accounting, 'Unexplained')).toEqual(['', '9.4 ms', '0.5 %']);

    const operations = card(page, 'Operations').getByRole('table');
    expect(await cellsOf(operations, 'SELECT … FROM order_lines db.internal:5432')).toEqual([
      '240',
      '1.43 s',
      '22 ms',
      '',
    ]);
    expect(await cellsOf(operations, 'GET pricing:8080/discounts/:id')).toEqual(['2', '41 ms', '22 ms', '1']);

    const facts = await card(page, 'Facts').innerText();
    for (const fact of ['4bf92f3577b34da6a3ce929d0e0e4736', 'orders-dashboard/4.2', '24, one every 10 ms', '0.6 %']) {
      expect(facts).toContain(fact);
    }
    expect(facts).toContain(nPlusOneReport().monitor.degraded[0]);
    expect(opened.requests).toEqual([]);
    expect(opened.incidents).toEqual([]);
  });

  it('has a policy that allows its own script and style only', async () => {
    const page = await show(nPlusOneReport());
    await page.evaluate(`
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'document.title = "run"' }));
      document.body.append(Object.assign(new Image(), { src: 'https://example.invalid/x.png' }));
      document.body.insertAdjacentHTML('beforeend', '<p id="styled" style="color: red">');
    `);
    await expectSoon(violations, ['img-src', 'script-src-elem', 'style-src-attr']);
    expect(await page.title()).not.toBe('run');
  });

  it('names the culprit that held the event loop', async () => {
    const page = await show(eventLoopBlockedReport());
    const verdict = await card(page, eventLoopBlockedReport().verdict.headline).innerText();
    for (const text of ['POST /export', 'renderCsv', 'src/export/export.service.ts:42', '91 %']) {
      expect(verdict).toContain(text);
    }
    await page.getByText('Event loop as a table').click();
    const lane = card(page, 'Timeline').getByRole('table').last();
    expect(await cellsOf(lane, 'blocked by POST /export')).toEqual(['41 ms', '681 ms', '640 ms']);
    expect(opened.incidents).toEqual([]);
  });
});

describe('the operations', () => {
  it('are all shown on request', async () => {
    const page = await show(capSizeReport());
    const operations = card(page, 'Operations');
    expect(await operations.getByRole('row').count()).toBe(15);
    await operations.getByRole('button', { name: 'Show 186 more' }).click();
    expect(await operations.getByRole('row').count()).toBe(CAPS.operations + 1);
  });

  it('have no section when there are none', async () => {
    const page = await show({ ...nPlusOneReport(), operations: [] });
    expect(await card(page, 'Operations').count()).toBe(0);
  });
});

describe('the call tree', () => {
  const selected = (tree: Locator) => tree.locator('[aria-selected=true]');

  it('opens at the hot path, and is usable with the keyboard', async () => {
    const page = await show(nPlusOneReport());
    const tree = page.getByRole('treegrid');
    expect(
      await tree.getByRole('row', { name: 'database 10.0.3.12:5432' }).getByRole('gridcell').allInnerTexts(),
    ).toEqual([expect.stringContaining('database 10.0.3.12:5432'), '1.43 s', '1.43 s', '78 %', '240×']);
    const total = tree.getByRole('row', { name: 'PriceCalculator.total' });
    const discounts = tree.getByText('discounts', { exact: true });
    expect(await total.getAttribute('aria-expanded')).toBe('false');
    expect(await discounts.count()).toBe(0);

    await tree.focus();
    await page.keyboard.press('End');
    while (!(await selected(tree).innerText()).includes('PriceCalculator.total')) await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    expect(await total.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await discounts.count()).toBe(1);
    expect(await selected(tree).innerText()).toContain('src/pricing/price-calculator.ts:60');
    expect(await tree.getAttribute('aria-activedescendant')).toBe(await selected(tree).getAttribute('id'));

    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(await total.getAttribute('aria-expanded')).toBe('false');
    expect(opened.incidents).toEqual([]);
  });

  it('hides runs of library frames until the reader unfolds them', async () => {
    const page = await show(nPlusOneReport());
    const tree = page.getByRole('treegrid');
    const run = tree.getByRole('button', { name: '3 frames hidden (express, router, @nestjs/core)' });
    const frame = tree.getByText('intercept', { exact: true });
    expect(await frame.count()).toBe(0);
    // The calls of a library stay visible below it.
    expect(await tree.getByText('OrdersController.findOne', { exact: true }).count()).toBe(1);

    await run.click();
    expect(await frame.count()).toBe(1);
    await tree.getByRole('button', { name: 'fold' }).click();
    expect(await frame.count()).toBe(0);

    await tree.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await frame.count()).toBe(1);

    await page.getByLabel('Show library frames').check();
    expect(await tree.getByText('frames hidden').count()).toBe(0);
  });
});

/** Polls for values that the browser reports later. */
async function expectSoon<T>(read: () => T, expected: T): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (JSON.stringify(read()) !== JSON.stringify(expected) && Date.now() < deadline) {
    await opened.page.evaluate('new Promise(resolve => requestAnimationFrame(resolve))');
  }
  expect(read()).toEqual(expected);
}

/** The violated directives, each once. */
function violations(): string[] {
  const found = opened.incidents.filter(each => each.includes('violation')).map(each => each.split(' ').at(-1) ?? '');
  return [...new Set(found)].sort();
}
