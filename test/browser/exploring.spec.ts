import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Report, TreeNode } from '../../lib/model/report.interface.js';
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

async function show(report: Report = nPlusOneReport(), permissions: string[] = []): Promise<Page> {
  opened = await openReport(browser, report, { permissions });
  return opened.page;
}

const card = (page: Page, title: string): Locator => page.getByRole('region', { name: title, exact: true });
const textOf = (locator: Locator, text: string): Promise<void> =>
  until(async () => (await locator.innerText()).includes(text), text);

/** A place of an element, as shares of its width and height. */
async function place(locator: Locator, x: number, y: number): Promise<{ x: number; y: number }> {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  if (box === null) throw new Error('not visible');
  return { x: box.x + x * box.width, y: box.y + y * box.height };
}

async function dragAcross(page: Page, locator: Locator, from: number, to: number): Promise<void> {
  const [start, end] = [await place(locator, from, 0.5), await place(locator, to, 0.5)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, start.y, { steps: 3 });
  await page.mouse.move(end.x, end.y, { steps: 3 });
  await page.mouse.up();
}

describe('the flame graph', () => {
  async function open() {
    const page = await show();
    const tree = card(page, 'Call tree');
    await tree.getByText('Flame graph', { exact: true }).click();
    const graph = tree.getByRole('group', { name: 'Flame graph' });
    await graph.waitFor();
    const [from, to] = ['from', 'to'].map(edge => tree.getByRole('slider', { name: `Enlarged part, ${edge}` }));
    if (!from || !to) throw new Error('no sliders');
    return { page, tree, graph, from, to, all: tree.getByRole('button', { name: 'Show all' }) };
  }
  const valueOf = async (slider: Locator): Promise<number> => Number(await slider.inputValue());

  it('is enlarged by Ctrl and the wheel, at the place of the pointer, and moved by a drag', async () => {
    const { page, graph, from, to, all } = await open();
    const at = await place(graph, 0.75, 0.1);
    await page.mouse.move(at.x, at.y);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -400);
    await page.keyboard.up('Control');
    await all.waitFor();
    const first = [await valueOf(from), await valueOf(to)];
    // Three quarters of what has become invisible lie at the left.
    expect((first[0] ?? 0) / (1843 - (first[1] ?? 0))).toBeCloseTo(3, 0);

    await page.mouse.down();
    await page.mouse.move(at.x - 100, at.y, { steps: 4 });
    await page.mouse.up();
    await until(async () => (await valueOf(from)) > (first[0] ?? 0), 'a part further right');
    expect(await graph.getAttribute('class')).not.toContain('is-dragged');

    await page.mouse.wheel(-3_000, 0);
    await until(async () => (await valueOf(from)) === 0, 'the left end');
    await all.click();
    await until(async () => (await valueOf(to)) > 1_840, 'everything');
    expect(opened.incidents).toEqual([]);
  });

  it('leaves the wheel alone to scroll', async () => {
    const { page, graph, all } = await open();
    const at = await place(graph, 0.5, 0.1);
    await page.mouse.move(at.x, at.y);
    await page.mouse.wheel(0, 300);
    await until(async () => ((await page.evaluate('scrollY')) as number) > 0, 'a scrolled page');
    expect(await all.count()).toBe(0);
  });

  it('is enlarged and moved by keys', async () => {
    const { page, graph, from, to, all } = await open();
    await graph.focus();
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await all.waitFor();
    const length = (await valueOf(to)) - (await valueOf(from));
    expect(length / 1843).toBeCloseTo(0.49, 1);
    const before = await valueOf(from);
    await page.keyboard.press('Shift+ArrowRight');
    await until(async () => (await valueOf(from)) > before, 'a part further right');
    await page.keyboard.press('-');
    await page.keyboard.press('-');
    await hasCount(all, 0);
  });

  it('is enlarged in any part, whatever is selected', async () => {
    const { page, tree, graph, from, to, all } = await open();
    const level = await place(graph, 0.87, 0);
    await page.mouse.click(level.x, level.y + 110);
    await textOf(tree.locator('#flame-pointed'), 'PriceCalculator.total');
    await dragAcross(page, tree.locator('.range-slider'), 0.1, 0.4);
    await all.waitFor();
    expect((await valueOf(from)) / 1843).toBeCloseTo(0.1, 1);
    expect((await valueOf(to)) / 1843).toBeCloseTo(0.4, 1);
    // A key that selects a call outside the part shows all.
    await graph.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await hasCount(all, 0);
  });

  it('has an overview that selects a part by a drag, and by its handles', async () => {
    const { page, tree, from, to, all } = await open();
    await dragAcross(page, tree.locator('.range-slider'), 0.25, 0.5);
    await all.waitFor();
    expect((await valueOf(from)) / 1843).toBeCloseTo(0.25, 1);
    expect((await valueOf(to)) / 1843).toBeCloseTo(0.5, 1);
    const before = await valueOf(to);
    await to.focus();
    await page.keyboard.press('ArrowRight');
    await until(async () => (await valueOf(to)) > before, 'a longer part');
    await page.keyboard.press('End');
    await from.focus();
    await page.keyboard.press('Home');
    await hasCount(all, 0);
    expect(opened.incidents).toEqual([]);
  });
});

describe('the timeline', () => {
  it('shows a part of the time, its spans, its intervals and its sums, and keeps it in the address', async () => {
    const page = await show();
    const timeline = card(page, 'Timeline');
    const rows = timeline.getByRole('table', { name: 'Spans' }).getByRole('row');
    const all = await rows.count();
    await dragAcross(page, timeline.locator('.range-slider'), 0.85, 0.95);
    const figures = timeline.getByRole('status');
    await textOf(figures, 'from 1.5');
    expect(await figures.innerText()).toMatch(/^1\d\d ms from 1\.5\d s to 1\.7\d s/);
    await until(async () => (await rows.count()) < all, 'fewer spans');
    const axis = await timeline.getByRole('columnheader', { name: 'Time' }).innerText();
    expect(axis).toContain('1.60 s');
    expect(axis).not.toContain('500 ms');
    await until(() => /#time=15\d\d(\.\d+)?-17\d\d(\.\d+)?$/.test(page.url()), 'the part in the address');

    await page.reload();
    await textOf(figures, 'from 1.5');
    await timeline.getByRole('button', { name: 'Show all' }).click();
    await hasCount(rows, all);
    await until(() => !page.url().includes('#'), 'an address without a part');
    expect(opened.incidents).toEqual([]);
  });

  it('changes the address a few times a second at most', async () => {
    const page = await show();
    await page.evaluate(`(() => {
      const replace = history.replaceState.bind(history);
      window.changes = 0;
      history.replaceState = (...args) => { window.changes += 1; replace(...args); };
    })()`);
    const strip = card(page, 'Timeline').locator('.range-slider');
    const [start, end] = [await place(strip, 0.2, 0.5), await place(strip, 0.8, 0.5)];
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(end.x, end.y, { steps: 200 });
    await page.mouse.up();
    await until(() => page.url().includes('#time='), 'the part in the address');
    expect(await page.evaluate('window.changes')).toBeLessThan(20);
    expect(opened.incidents).toEqual([]);
  });

  it('is divided by the keyboard', async () => {
    const page = await show();
    const timeline = card(page, 'Timeline');
    await timeline.getByRole('slider', { name: 'Selected time, to' }).focus();
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
    await textOf(timeline.getByRole('status'), 'from 0 to 1.');
    await page.keyboard.press('End');
    await textOf(timeline.getByRole('status'), 'Drag over this strip');
  });
});

/** The report with the waits of its tree named as they are in real ones. */
function realNames(): Report {
  const report = nPlusOneReport();
  const named = (node: TreeNode): TreeNode => {
    const [kind, label] = node.type === 'wait' ? node.name.split(' ') : [];
    const on = kind?.toLowerCase() as TreeNode['on'];
    return { ...node, ...(label && on && { on, name: `${label} (${kind})` }), children: node.children.map(named) };
  };
  return { ...report, tree: named(report.tree) };
}

describe('the parts of the time', () => {
  it('lead to their calls, by the bar and by the keyboard', async () => {
    const page = await show(realNames());
    const tree = card(page, 'Call tree');
    const selected = tree.locator('[aria-selected=true]');
    await page.locator('.segment[title^="Waiting: database 10.0.3.12:5432: 1.43 s, 78 %"]').click();
    await textOf(selected, '10.0.3.12:5432');
    expect(await selected.isVisible()).toBe(true);
    await card(page, 'Where the time went').getByRole('button', { name: 'Event loop blocked by others' }).focus();
    await page.keyboard.press('Enter');
    await textOf(selected, 'POST /export');
    // The keyboard goes on in the tree.
    await page.keyboard.press('Home');
    await textOf(selected, 'GET /orders/:id');
    expect(opened.incidents).toEqual([]);
  });
});

describe('a place in the code', () => {
  it('is copied', async () => {
    const page = await show(nPlusOneReport(), ['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy src/orders/orders.repository.ts:42' }).first().click();
    await until(
      async () => (await page.evaluate('navigator.clipboard.readText()')) === 'src/orders/orders.repository.ts:42',
      'a copied place',
    );
  });

  it('is opened in the editor that the reader has chosen once', async () => {
    const page = await show();
    expect(await page.getByRole('link', { name: /^Open src/ }).count()).toBe(0);
    await page.getByRole('combobox', { name: 'Open files in' }).selectOption('VS Code');
    await page.getByRole('textbox', { name: 'below the folder' }).fill('/home/me/shop');
    const link = page.getByRole('link', { name: 'Open src/orders/orders.repository.ts:42 in VS Code' }).first();
    const address = 'vscode://file/home/me/shop/src/orders/orders.repository.ts:42';
    await until(async () => (await link.getAttribute('href')) === address, address);
    await page.reload();
    expect(await link.getAttribute('href')).toBe(address);
    await page.getByRole('combobox', { name: 'Open files in' }).selectOption('no editor');
    await hasCount(link, 0);
    expect(opened.incidents).toEqual([]);
  });
});

describe('a comparison', () => {
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'compared-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  async function choose(page: Page, report: unknown): Promise<void> {
    const file = join(directory, 'other.json');
    await writeFile(file, JSON.stringify(report));
    await page.getByLabel('Compare with another report of this endpoint').setInputFiles(file);
  }

  it('shows what grew since another report of the endpoint', async () => {
    const page = await show();
    const report = nPlusOneReport();
    const [query, ...others] = report.operations;
    const faster = { ...query, calls: 4, totalMs: 20 };
    await choose(page, {
      ...report,
      execution: { ...report.execution, startedAt: '2026-11-21T08:00:00.000Z', durationMs: 431 },
      operations: [faster, ...others],
    });
    const comparison = card(page, 'Comparison');
    await textOf(comparison, '431 ms → 1.84 s (+1.41 s, ×4.28)');
    const cells = comparison.getByRole('row', { name: 'SELECT … FROM order_lines' }).getByRole('cell');
    expect((await cells.allInnerTexts())[3]).toBe('4 → 240');
    await comparison.getByRole('button', { name: 'End the comparison' }).click();
    await hasCount(comparison, 0);
    expect(opened.requests).toEqual([]);
    expect(opened.incidents).toEqual([]);
  });

  it('says what is wrong with a file', async () => {
    const page = await show();
    const report = nPlusOneReport();
    await choose(page, { ...report, execution: { ...report.execution, name: 'POST /orders' } });
    await textOf(page.getByRole('alert'), 'The file is about POST /orders. Choose a report about GET /orders/:id.');
    await choose(page, { hello: 'world' });
    await textOf(page.getByRole('alert'), 'The file is no report.');
    expect(await card(page, 'Comparison').count()).toBe(0);
    expect(opened.incidents).toEqual([]);
  });
});
