import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Report, TimelineSpan } from '../../lib/model/report.interface.js';
import { CAPS, capSizeReport } from '../fixtures/reports/cap-size.report.js';
import { eventLoopBlockedReport } from '../fixtures/reports/event-loop-blocked.report.js';
import { nPlusOneReport } from '../fixtures/reports/n-plus-one.report.js';
import { node, span } from '../fixtures/reports/tree-node.js';
import { until } from '../support/until.js';
import { launchChromium } from './chromium.js';
import { hasCount } from './counts.js';
import { type OpenedReport, openReport } from './opened-report.js';

/** Resolves in a frame after the one that draws the last change. */
const DRAWN = 'new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))';

let browser: Browser;
let opened: OpenedReport;

async function show(report: Report): Promise<Page> {
  opened = await openReport(browser, report);
  return opened.page;
}

function card(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title, exact: true });
}

/** The cells of a table's row, found by the row's header. A table may be drawn some time after a click. */
async function cellsOf(table: Locator, header: string): Promise<string[]> {
  const cells = table.getByRole('row', { name: header }).getByRole('cell');
  await cells.first().waitFor();
  return cells.allInnerTexts();
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
    expect(await verdict.innerText()).toMatch(/Repeated I\/O · 240 calls/);
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

    const operations = card(page, 'Queries and calls').getByRole('table');
    expect(await cellsOf(operations, 'SELECT … FROM order_lines db.internal:5432')).toEqual([
      '240',
      '1.43 s',
      '22 ms',
      '3.2 ms',
      '',
    ]);
    expect(await cellsOf(operations, 'GET pricing:8080/discounts/:id')).toEqual(['2', '41 ms', '22 ms', '', '1']);

    const consequences = card(page, 'Consequences');
    expect(await consequences.innerText()).toContain(
      '412 more slow executions of this endpoint since 2026-11-22 09:00:00.000 UTC; the longest took 3.20 s.',
    );
    expect(await cellsOf(consequences.getByRole('table'), 'GET /stock/:sku')).toEqual(['2', '910 ms']);

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
    const operations = card(page, 'Queries and calls');
    expect(await operations.getByRole('row').count()).toBe(15);
    await operations.getByRole('button', { name: 'Show 186 more' }).click();
    await hasCount(operations.getByRole('row'), CAPS.operations + 1);
  });

  it('have no section when there are none', async () => {
    const page = await show({ ...nPlusOneReport(), operations: [] });
    expect(await card(page, 'Queries and calls').count()).toBe(0);
  });
});

describe('the call tree', () => {
  const selected = (tree: Locator) => tree.locator('[aria-selected=true]');

  it('opens at the hot path, and is usable with the keyboard', async () => {
    const page = await show(nPlusOneReport());
    const tree = page.getByRole('treegrid');
    expect(
      await tree.getByRole('row', { name: 'database 10.0.3.12:5432' }).getByRole('gridcell').allInnerTexts(),
    ).toEqual([expect.stringContaining('database 10.0.3.12:5432'), '1.43 s', '1.43 s', '78 %', '240 waits']);
    const total = tree.getByRole('row', { name: 'PriceCalculator.total' });
    const discounts = tree.getByText('discounts', { exact: true });
    expect(await total.getAttribute('aria-expanded')).toBe('false');
    expect(await discounts.count()).toBe(0);

    await tree.focus();
    await page.keyboard.press('End');
    while (!(await selected(tree).innerText()).includes('PriceCalculator.total')) {
      await page.keyboard.press('ArrowUp');
      await page.evaluate(DRAWN);
    }
    await page.keyboard.press('ArrowRight');
    await until(async () => (await total.getAttribute('aria-expanded')) === 'true', 'the open row');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await hasCount(discounts, 1);
    await selected(tree).getByText('src/pricing/price-calculator.ts:60').waitFor();
    expect(await tree.getAttribute('aria-activedescendant')).toBe(await selected(tree).getAttribute('id'));

    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await until(async () => (await total.getAttribute('aria-expanded')) === 'false', 'the closed row');
    expect(opened.incidents).toEqual([]);
  });

  it('hides runs of library frames until the reader unfolds them', async () => {
    const page = await show(nPlusOneReport());
    const tree = page.getByRole('treegrid');
    const run = tree.getByRole('button', { name: '3 frames hidden (express, router, @nestjs/core)' });
    const frame = tree.getByText('intercept', { exact: true });
    await hasCount(frame, 0);
    // The calls of a library stay visible below it.
    expect(await tree.getByText('OrdersController.findOne', { exact: true }).count()).toBe(1);

    await run.click();
    await hasCount(frame, 1);
    await tree.getByRole('button', { name: 'fold' }).click();
    await hasCount(frame, 0);

    await tree.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await hasCount(frame, 1);

    await page.getByLabel('Show library frames').check();
    await hasCount(tree.getByText('frames hidden'), 0);
  });
});

describe('the timeline', () => {
  const timeline = (page: Page) => card(page, 'Timeline');

  it('has one row for many calls, with a bar for each', async () => {
    const report = nPlusOneReport();
    const [root] = report.timeline.spans;
    const calls = Array.from({ length: 20 }, (_, index) => ({
      ...(root as TimelineSpan),
      name: 'fetchPrice',
      kind: 'provider' as const,
      parent: 0,
      startMs: index * 50,
      endMs: index * 50 + 30,
      totalMs: 30,
    }));
    const rest = { ...(calls[0] as TimelineSpan), startMs: 1_016, endMs: 1_800, count: 580, totalMs: 700 };
    const page = await show({
      ...report,
      timeline: { ...report.timeline, spans: [root as TimelineSpan, ...calls, rest] },
    });
    const rows = timeline(page).getByRole('table', { name: 'Spans' }).getByRole('row');
    expect(await rows.allInnerTexts()).toHaveLength(3);
    const row = rows.filter({ hasText: 'fetchPrice' });
    expect(await row.innerText()).toContain('× 600');
    expect(await row.locator('.span-bar').count()).toBe(21);
    await row.locator('.span-bar').nth(2).hover();
    expect(await page.locator('.pointed').innerText()).toBe('fetchPrice · 30 ms, from 100 ms to 130 ms');
    expect(opened.incidents).toEqual([]);
  });

  it('draws joined intervals pale and as high as their share, and adds up their own lengths', async () => {
    const report = nPlusOneReport();
    const loop = [
      { type: 'own' as const, startMs: 0, endMs: 400 },
      { type: 'own' as const, startMs: 800, endMs: 900, joined: { count: 40, fromMs: 800, toMs: 1_200 } },
      { type: 'gc' as const, startMs: 900, endMs: 1_000, joined: { count: 2, fromMs: 800, toMs: 1_200 } },
    ];
    const page = await show({ ...report, timeline: { ...report.timeline, loop, waits: [] } });
    const lane = page.getByRole('img', { name: 'Event loop' });
    // A frame after the last one has drawn.
    await page.evaluate(DRAWN);
    const at = 1_000 / 1_843;
    const places = [
      [0.1, 0.9],
      [at, 0.1],
      [at, 0.4],
      [at, 0.8],
    ] as const;
    const alphas = await lane.evaluate((element, found) => {
      const canvas = element as unknown as Canvas;
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
      return found.map(([x, y]) => data[4 * (Math.floor(height * (1 - y)) * width + Math.floor(width * x)) + 3] ?? -1);
    }, places);
    expect(alphas.map(alpha => Math.round(alpha / 10))).toEqual([26, 13, 13, 0]);
    expect(await page.locator('.lane', { hasText: 'Event loop' }).locator('.cell-length').innerText()).toBe('600 ms');
    await page.getByText('Event loop as a table').click();
    const table = timeline(page).getByRole('table').last();
    expect(await cellsOf(table, 'own code · 40 intervals')).toEqual(['800 ms', '1.20 s', '100 ms']);
    expect(await timeline(page).getByRole('list').innerText()).toContain('several short intervals');
    expect(opened.incidents).toEqual([]);
  });
});

describe('colours', () => {
  it('stand for one kind of time each: bars of spans have none of them', async () => {
    const page = await show(nPlusOneReport());
    const found = (await page.evaluate(`(() => {
      const probe = document.body.appendChild(document.createElement('i'));
      const tones = [...document.styleSheets[0].cssRules].map(rule => rule.selectorText ?? '')
        .filter(selector => /^\\.tone-[a-z]+$/.test(selector));
      const colours = tones.map(tone => {
        probe.className = 'swatch ' + tone.slice(1);
        return getComputedStyle(probe).backgroundColor;
      });
      const bars = [...document.querySelectorAll('.span-bar')].map(bar => getComputedStyle(bar).backgroundColor);
      return { colours, bars };
    })()`)) as { colours: string[]; bars: string[] };
    expect(new Set(found.colours).size).toBe(found.colours.length);
    expect(found.bars.length).toBeGreaterThan(5);
    for (const bar of found.bars) expect(found.colours).not.toContain(bar);
  });

  it('of a wait are the same in the tree, the accounting, the lane and the verdict', async () => {
    const report = nPlusOneReport();
    const waiting = [{ on: 'http' as const, label: 'GET pricing/:id', ms: 1_500, count: 12 }];
    const page = await show({
      ...report,
      accounting: { ...report.accounting, waiting },
      verdict: { ...report.verdict, kind: 'io', subject: 'GET pricing/:id' },
      tree: span('GET /a', [node({ type: 'wait', on: 'http', name: 'GET pricing/:id', selfMs: 1_500, count: 12 })]),
    });
    for (const place of ['.verdict', '#accounting .swatch', '.tree-row.is-state']) {
      expect(await page.locator(`${place}.tone-http`).count()).toBe(1);
    }
  });
});

interface Canvas {
  readonly width: number;
  readonly height: number;
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, width: number, height: number): { readonly data: readonly number[] };
  };
}

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
