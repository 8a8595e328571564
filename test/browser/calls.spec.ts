import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Report } from '../../lib/model/report.interface.js';
import { capSizeReport } from '../fixtures/reports/cap-size.report.js';
import { nPlusOneReport } from '../fixtures/reports/n-plus-one.report.js';
import { until } from '../support/until.js';
import { launchChromium } from './chromium.js';
import { hasCount } from './counts.js';
import { type OpenedReport, openReport } from './opened-report.js';

let browser: Browser;
let opened: OpenedReport;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());
afterEach(() => opened?.close());

async function show(report: Report = nPlusOneReport()): Promise<{ page: Page; card: Locator }> {
  opened = await openReport(browser, report);
  const { page } = opened;
  return { page, card: page.getByRole('region', { name: 'Call tree', exact: true }) };
}

const textOf = (locator: Locator, text: string): Promise<void> =>
  until(async () => (await locator.innerText()).includes(text), text);

describe('the search of the call tree', () => {
  it('marks what it finds, adds up its time, and goes from one to the next', async () => {
    const { page, card } = await show();
    const search = card.getByRole('searchbox', { name: 'Search the calls' });
    const result = card.getByRole('search').getByRole('status');
    const selected = card.locator('[aria-selected=true]');
    await search.fill('discounts');
    await textOf(result, '1 · 195 ms · 11 %');
    // It is below a closed row.
    expect(await card.locator('.is-found').count()).toBe(0);
    await page.keyboard.press('Enter');
    await textOf(selected, 'discounts');
    await textOf(result, '1 of 1 · 195 ms · 11 %');
    expect(await card.locator('.is-found').count()).toBe(1);

    await search.fill('/^find/');
    await textOf(result, '2 · ');
    await page.keyboard.press('Shift+Enter');
    await textOf(selected, 'findLine');
    await card.getByRole('button', { name: 'Previous match' }).click();
    await textOf(selected, 'findOne');
    await page.keyboard.press('Escape');
    await until(async () => (await search.inputValue()) === '', 'an empty search');
    expect(await card.locator('.is-found').count()).toBe(0);
    expect(opened.incidents).toEqual([]);
  });

  it('unfolds the library frames in which it finds something', async () => {
    const { page, card } = await show();
    await card.getByRole('searchbox').fill('@nestjs/core');
    await page.keyboard.press('Enter');
    await textOf(card.locator('[aria-selected=true]'), 'intercept');
  });

  it.each([
    ['nowhere', 'Nothing found'],
    ['/find(/', 'Invalid regular expression'],
  ])('says so when it cannot find %s', async (query, text) => {
    const { card } = await show();
    await card.getByRole('searchbox').fill(query);
    await textOf(card.getByRole('search').getByRole('status'), text);
    expect(await card.getByRole('button', { name: 'Next match' }).count()).toBe(0);
    expect(opened.incidents).toEqual([]);
  });

  it('scrolls to what it finds in a large tree', async () => {
    const { page, card } = await show(capSizeReport());
    await card.getByRole('searchbox').fill('SomeProvider.call');
    // The last one.
    await page.keyboard.press('Shift+Enter');
    await card.locator('[aria-selected=true]').filter({ hasText: 'SomeProvider.call' }).waitFor();
    expect(await card.locator('[aria-selected=true]').isVisible()).toBe(true);
    expect(await card.getByRole('treegrid').evaluate(grid => (grid as unknown as Scrolled).scrollTop)).toBeGreaterThan(
      5_000,
    );
  });
});

describe('the flame graph', () => {
  const graphOf = (card: Locator): Locator => card.getByRole('group', { name: 'Flame graph' });

  async function open(report?: Report): Promise<{ page: Page; card: Locator; graph: Locator; detail: Locator }> {
    const { page, card } = await show(report);
    await card.getByText('Flame graph', { exact: true }).click();
    const graph = graphOf(card);
    await graph.waitFor();
    return { page, card, graph, detail: card.locator('#flame-pointed') };
  }

  /** A place of the graph: a share of its width, and a level from 0. */
  const place = async (graph: Locator, share: number, level: number): Promise<{ x: number; y: number }> => {
    const box = await graph.boundingBox();
    return { x: 1 + share * ((box?.width ?? 0) - 2), y: 10 + level * 20 };
  };

  it('describes the call under the pointer, selects it, and enlarges it', async () => {
    const { graph, detail, card } = await open();
    await graph.hover({ position: await place(graph, 0.4, 0) });
    await textOf(detail, 'GET /orders/:id · 1.84 s in total (100 %), 0 ms self');
    const query = await place(graph, 0.4, 8);
    await graph.hover({ position: query });
    await textOf(detail, 'database 10.0.3.12:5432 · 1.43 s in total (78 %)');
    const total = await place(graph, 0.87, 5);
    await graph.click({ position: total });
    await textOf(detail, 'PriceCalculator.total · 256 ms');
    await graph.dblclick({ position: total });
    // It has the whole width now, below its callers.
    await graph.hover({ position: await place(graph, 0.1, 5) });
    await textOf(detail, 'PriceCalculator.total');
    await graph.hover({ position: await place(graph, 0.99, 2) });
    await textOf(detail, 'next');
    await card.getByRole('button', { name: 'Show all' }).click();
    await graph.hover({ position: await place(graph, 0.1, 5) });
    await textOf(detail, 'OrdersService.findOne');
    // The tree has the same selection.
    await card.getByText('Tree', { exact: true }).click();
    await textOf(card.locator('[aria-selected=true]'), 'PriceCalculator.total');
    expect(opened.incidents).toEqual([]);
  });

  it('is usable with the keyboard', async () => {
    const { page, card, graph, detail } = await open();
    await graph.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight'])
      await page.keyboard.press(key);
    await textOf(detail, 'PriceCalculator.total');
    await page.keyboard.press('Enter');
    await card.getByRole('button', { name: 'Show all' }).waitFor();
    await page.keyboard.press('Escape');
    await hasCount(card.getByRole('button', { name: 'Show all' }), 0);
    await page.keyboard.press('ArrowUp');
    await textOf(detail, 'OrdersController.findOne');
    await page.keyboard.press('Home');
    await textOf(detail, 'GET /orders/:id');
    expect(opened.incidents).toEqual([]);
  });

  it('draws each kind of time in its colour, and what a search has not found pale', async () => {
    const { page, card, graph } = await open();
    const alphaAt = async (share: number, level: number): Promise<number> =>
      graph.locator('canvas').evaluate(
        (element, [x, y]) => {
          const canvas = element as unknown as Canvas;
          const scale = canvas.width / canvas.clientWidth;
          return canvas.getContext('2d').getImageData(Math.floor(x * canvas.width), y * scale, 1, 1).data[3] ?? -1;
        },
        [share, 3 + level * 20] as const,
      );
    await until(async () => (await alphaAt(0.4, 8)) === 255, 'a drawn box');
    // A frame of a library, and nothing.
    expect(Math.round((await alphaAt(0.4, 2)) / 51)).toBe(2);
    expect(await alphaAt(0.4, 9)).toBe(0);
    await card.getByRole('searchbox').fill('PriceCalculator');
    await until(async () => (await alphaAt(0.4, 8)) < 100, 'a pale box');
    expect(await alphaAt(0.87, 5)).toBe(255);
    await page.keyboard.press('Escape');
    await until(async () => (await alphaAt(0.4, 8)) === 255, 'all boxes');
  });
});

describe('the address of the page', () => {
  it('keeps view, search and selection, and opens the page with them', async () => {
    const { page, card } = await show();
    await card.getByRole('searchbox').fill('PriceCalculator');
    await page.keyboard.press('Enter');
    await textOf(card.locator('[aria-selected=true]'), 'PriceCalculator.total');
    await card.getByText('Flame graph', { exact: true }).click();
    await until(() => page.url().includes('view=flame'), 'the view in the address');
    expect(page.url()).toMatch(/#view=flame&search=PriceCalculator&call=\d+$/);
    await page.reload();
    await textOf(card.locator('#flame-pointed'), 'PriceCalculator.total');
    expect(await card.getByRole('searchbox').inputValue()).toBe('PriceCalculator');
    await card.getByText('Tree', { exact: true }).click();
    await textOf(card.locator('[aria-selected=true]'), 'PriceCalculator.total');
    await card.getByRole('searchbox').fill('');
    await until(() => !page.url().includes('search'), 'an address without the search');
    expect(opened.incidents).toEqual([]);
  });
});

describe('the functions', () => {
  it('are sorted by self or total time, and found by the search', async () => {
    const { card } = await show();
    await card.getByText('Functions', { exact: true }).click();
    const rows = card.getByRole('table').getByRole('row');
    await textOf(rows.nth(1), 'database 10.0.3.12:5432');
    expect(await card.getByRole('columnheader', { name: 'Self' }).getAttribute('aria-sort')).toBe('descending');
    await card.getByRole('button', { name: 'Total', exact: true }).click();
    await textOf(rows.nth(1), 'GET /orders/:id');
    expect(await card.getByRole('columnheader', { name: 'Self' }).getAttribute('aria-sort')).toBe('none');
    await card.getByRole('searchbox').fill('price-calculator');
    await hasCount(rows, 3);
    expect(opened.incidents).toEqual([]);
  });

  it('show the callers and callees of the selected one, which lead on', async () => {
    const { card } = await show();
    await card.getByText('Functions', { exact: true }).click();
    await card.getByRole('table').getByRole('button', { name: 'discounts' }).click();
    await textOf(card.locator('.neighbours'), 'total');
    expect(await card.locator('.neighbours').innerText()).toMatch(/Called by\s+total\s+195 ms\s+Calls\s+times\s+34 ms/);
    await card.locator('.neighbours').getByRole('button', { name: 'total' }).click();
    await textOf(card.locator('.neighbours'), 'PriceCalculator.total');
    await card.getByText('Tree', { exact: true }).click();
    await textOf(card.locator('[aria-selected=true]'), 'src/pricing/price-calculator.ts:60');
    expect(opened.incidents).toEqual([]);
  });

  it('come thirty at a time', async () => {
    const { card } = await show(capSizeReport());
    await card.getByText('Functions', { exact: true }).click();
    const rows = card.getByRole('table').getByRole('row');
    await hasCount(rows, 31);
    await card.getByRole('button', { name: 'Show 30 more' }).click();
    await hasCount(rows, 61);
  });
});

interface Scrolled {
  readonly scrollTop: number;
}

interface Canvas {
  readonly width: number;
  readonly clientWidth: number;
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, width: number, height: number): { readonly data: readonly number[] };
  };
}
