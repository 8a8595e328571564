import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { eventLoopBlockedReport } from '../fixtures/reports/event-loop-blocked.report.js';
import { hostileReport } from '../fixtures/reports/hostile.report.js';
import { nPlusOneReport } from '../fixtures/reports/n-plus-one.report.js';
import { launchChromium } from './chromium.js';
import { type OpenedReport, openReport } from './opened-report.js';

const REPORTS = { 'N+1': nPlusOneReport(), blocked: eventLoopBlockedReport(), hostile: hostileReport() };

/** The results as one text: Playwright takes seconds to copy the objects themselves. */
const RUN = `axe.run().then(({ violations, passes }) => JSON.stringify({
  violations: violations.map(({ id, nodes }) => id + ': ' + nodes.map(node => node.html).join(' ')),
  contrasts: passes.find(({ id }) => id === 'color-contrast')?.nodes.length,
}))`;

let browser: Browser;
let opened: OpenedReport;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());
afterEach(() => opened?.close());

describe('accessibility', () => {
  // Each takes seconds. Together they cover every report and view, both colour schemes and both widths.
  it.each([
    { name: 'N+1', colorScheme: 'dark', width: 1280, view: 'Tree' },
    { name: 'N+1', colorScheme: 'light', width: 400, view: 'Functions' },
    { name: 'blocked', colorScheme: 'dark', width: 400, view: 'Flame graph' },
    { name: 'hostile', colorScheme: 'light', width: 1280, view: 'Functions' },
    { name: 'hostile', colorScheme: 'light', width: 1280, view: 'Tree' },
  ] as const)('axe finds nothing: $name report, $colorScheme, $width px wide, $view', async each => {
    const { name, colorScheme, width, view } = each;
    // The page's policy would block axe.
    opened = await openReport(browser, REPORTS[name], {
      colorScheme,
      bypassCSP: true,
      viewport: {
        width,
        height: 900,
      },
    });
    const { page } = opened;
    await page.getByText('Waits as a table').click();
    await page.getByRole('button', { name: 'Expand all' }).click();
    await page.getByLabel('Search the calls').fill('o');
    await page.getByText(view, { exact: true }).click();
    await page.evaluate(axe.source);
    const results = JSON.parse(await page.evaluate<string>(RUN)) as { violations: string[]; contrasts: number };
    expect(results.violations).toEqual([]);
    // Contrast was checked, not skipped.
    expect(results.contrasts).toBeGreaterThan(30);
  });
});

describe('colours', () => {
  const luminance = `(colour => {
    const channels = colour.match(/[0-9.]+/g).slice(0, 3).map(Number).map(value => value / 255)
      .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
  })`;

  it.each(['light', 'dark'] as const)(
    'every kind of time has a colour with enough contrast to text, %s',
    async colorScheme => {
      opened = await openReport(browser, nPlusOneReport(), { colorScheme });
      const ratios = (await opened.page.evaluate(`(() => {
      const luminance = ${luminance};
      const probe = document.body.appendChild(document.createElement('p'));
      const tones = [...document.styleSheets[0].cssRules].map(rule => rule.selectorText ?? '')
        .filter(selector => /^\\.tone-[a-z]+$/.test(selector)).map(selector => selector.slice(1));
      return tones.map(tone => {
        probe.className = tone + ' badge';
        const { color, backgroundColor } = getComputedStyle(probe);
        const [dark, light] = [luminance(color), luminance(backgroundColor)].toSorted((a, b) => a - b);
        return [tone, (light + 0.05) / (dark + 0.05)];
      });
    })()`)) as [string, number][];
      expect(ratios).toHaveLength(17);
      expect(ratios.filter(([, ratio]) => ratio < 4.5)).toEqual([]);
    },
  );
});
